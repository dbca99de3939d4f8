package gazelle.protocol.model;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;

/**
 * Any activation, as a public table: x' = values[h + clamp(floor(y / 2^shift), -h, h - 1)], element by element, with 2h values.
 *
 * @param name unique in its network
 * @param input the linear layer or sum before it
 * @param shift s, bits dropped from y (the bias of the layer before holds the rounding 2^(s-1))
 * @param values outputs from the most negative index to the largest; 2, 4, .. 256 of them, from -2^{@value #MAX_VALUE_BITS} to
 *     2^{@value #MAX_VALUE_BITS}
 */
public record LookupTable(String name, String input, int shift, List<Integer> values) implements NonLinearLayer {
    public static final String KIND = "lookup-table";

    private static final int MAX_INDEX_BITS = 8;
    private static final int MAX_VALUE_BITS = 16;

    public LookupTable {
        Bounds.name("name", name);
        Bounds.name("input", input);
        Bounds.within("shift", shift, 0, LinearLayer.MAX_RING_BITS - 1);
        Bounds.within("values", values.size(), 2, 1 << MAX_INDEX_BITS);
        if (Integer.bitCount(values.size()) != 1) {
            throw new IllegalArgumentException("values: " + values.size() + " (expected: a power of two)");
        }
        values = List.copyOf(values);
        values.forEach(value -> Bounds.within("value", value, -(1 << MAX_VALUE_BITS), 1 << MAX_VALUE_BITS));
    }

    /** Returns the width of the index, sign included. */
    @JsonIgnore
    public int indexBits() {
        return Integer.numberOfTrailingZeros(values.size());
    }

    /** Returns the output for y. */
    public int value(int y) {
        int half = values.size() / 2;
        return values.get(half + Math.clamp(y >> shift, -half, half - 1));
    }

    /** Returns the values that inputs of {@code ringBits} bits reach: all, or those in the middle. */
    public List<Integer> reachableValues(int ringBits) {
        int half = values.size() / 2;
        int reached = Math.min(half, 1 << Math.min(ringBits - shift - 1, MAX_INDEX_BITS));
        return values.subList(half - reached, half + reached);
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public TensorShape outputShape(TensorShape input) {
        return input;
    }

    /** {@inheritDoc} They hold 0, with which a convolution pads. */
    @Override
    public ValueRange outputRange(int ringBits) {
        List<Integer> reached = reachableValues(ringBits);
        return new ValueRange(
                reached.stream().mapToInt(value -> Math.min(value, 0)).min().orElseThrow(),
                reached.stream().mapToInt(value -> Math.max(value, 0)).max().orElseThrow());
    }
}
