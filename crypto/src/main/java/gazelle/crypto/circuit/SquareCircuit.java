package gazelle.crypto.circuit;

import java.util.ArrayList;
import java.util.List;

/**
 * Right shift, saturation and square of one shared value: z^2 with z = clamp(floor(y / 2^shift), -2^(rootBits-1),
 * 2^(rootBits-1) - 1), as arithmetic shares modulo 2^outputRingBits.
 *
 * <p>With the bits of z, the highest counting negatively, z^2 = sum 2^(2i) z_i + sum_{i&lt;j} 2^(i+j+1) z_i z_j, the
 * cross terms of the sign bit negative. Bit i gates everything in which it is the lower index, so beyond the adder only
 * saturation needs ANDs: one fewer than it drops bits, and one for each bit kept beside the sign.
 *
 * @param ringBits bits of y, sign included, 2 to 48
 * @param guardBits fraction bits below y that absorb the linear layer's rounding error, 0 to 8
 * @param shift right shift of y, below ringBits
 * @param rootBits bits of z, sign included, at least 1; as many as the shift leaves, or more, if nothing saturates.
 *     Those that z has must be such that the square of the most negative z is unambiguous modulo 2^outputRingBits
 * @param outputRingBits bits of the consumer's ring, 2 to {@value CircuitMachine#MAX_OUTPUT_BITS}
 */
public record SquareCircuit(int ringBits, int guardBits, int shift, int rootBits, int outputRingBits)
        implements Circuit {
    /** Refuses parameters for which the result is not exact. */
    public SquareCircuit {
        Checks.inRange("ringBits", ringBits, 2, 48);
        Checks.inRange("guardBits", guardBits, 0, 8);
        Checks.inRange("outputRingBits", outputRingBits, 2, CircuitMachine.MAX_OUTPUT_BITS);
        Checks.inRange("shift", shift, 0, ringBits - 1);
        Checks.inRange("rootBits", rootBits, 1, Integer.MAX_VALUE);
        Checks.inRange("bits squared", Math.min(rootBits, ringBits - shift), 1, 1 + (outputRingBits - 1) / 2);
    }

    @Override
    public int inputBits() {
        return ringBits + guardBits;
    }

    @Override
    public int outputBits() {
        return outputRingBits;
    }

    @Override
    public <W> void describe(CircuitMachine<W> machine) {
        List<W> bits = Saturation.signed(machine, ShareAdder.sum(machine, 0, inputBits(), shift + guardBits), rootBits);
        int sign = bits.size() - 1;
        for (int low = 0; low <= sign; low++) {
            List<WeightedSum.Term<W>> products = new ArrayList<>();
            for (int high = low + 1; high <= sign; high++) {
                products.add(new WeightedSum.Term<>(bits.get(high), (high == sign ? -1L : 1L) << (low + high + 1)));
            }
            machine.gatedSum(bits.get(low), new WeightedSum<>(1L << (2 * low), products));
        }
    }
}
