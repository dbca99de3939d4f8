package gazelle.models.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/** A constant tensor (TensorProto): of floats, doubles held as floats, integers, or truth values. */
final class OnnxTensor {
    private static final int FLOAT = 1;
    private static final int INT32 = 6;
    private static final int INT64 = 7;
    private static final int BOOL = 9;
    private static final int DOUBLE = 11;
    private static final int MAX_DIMENSIONS = 8;
    /** Exporters fill lists of sizes. */
    private static final int MAX_FILLED = 1 << 16;

    private static final long MAX_ELEMENTS = 1L << 26;

    private final List<Long> dims;
    private final boolean real;
    private final long[] bits;

    /**
     * @param dims its sizes, each at least 1; none for a scalar
     * @param real whether the elements are floats
     * @param bits each element: the float's bits, or the integer; not copied
     */
    private OnnxTensor(List<Long> dims, boolean real, long[] bits) {
        this.dims = dims;
        this.real = real;
        this.bits = bits;
    }

    /** A tensor and the name it has in the graph. */
    record Named(String name, OnnxTensor tensor) {}

    static OnnxTensor ofFloats(List<Long> dims, float[] values) {
        long[] bits = new long[values.length];
        Arrays.setAll(bits, i -> Float.floatToRawIntBits(values[i]));
        return new OnnxTensor(List.copyOf(dims), true, bits);
    }

    static OnnxTensor ofIntegers(List<Long> dims, long[] values) {
        return new OnnxTensor(List.copyOf(dims), false, values.clone());
    }

    static Named parse(WireReader reader) throws OnnxFormatException {
        String name = "";
        LongList dims = new LongList();
        int dataType = 0;
        LongList typed = new LongList();
        byte[] raw = {};
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> reader.varintsInto(dims);
                case 2 -> dataType = (int) reader.varint();
                case 4 -> reader.floatBitsInto(typed);
                case 5, 7 -> reader.varintsInto(typed);
                case 8 -> name = reader.text();
                case 9 -> raw = reader.bytes();
                case 10 ->
                    throw new OnnxFormatException("tensor " + OnnxGraph.printable(name)
                            + " holds doubles one by one: export the model with 32-bit floats");
                case 13, 14 ->
                    throw new OnnxFormatException("tensor " + OnnxGraph.printable(name)
                            + " lies in another file: export the model with its weights inside");
                default -> reader.skip();
            }
        }
        String shown = "tensor " + OnnxGraph.printable(name);
        int width = widthOf(shown, dataType);
        long[] bits = raw.length > 0 ? decode(shown, raw, dataType, width) : typed.toArray();
        List<Long> sizes = dims.toList();
        if (elements(shown, sizes) != bits.length) {
            throw new OnnxFormatException(
                    shown + ": " + bits.length + " values for the sizes " + sizes + ": the file is damaged");
        }
        return new Named(name, new OnnxTensor(sizes, dataType == FLOAT || dataType == DOUBLE, bits));
    }

    private static int widthOf(String shown, int dataType) throws OnnxFormatException {
        return switch (dataType) {
            case FLOAT, INT32 -> 4;
            case INT64, DOUBLE -> 8;
            case BOOL -> 1;
            default ->
                throw new OnnxFormatException(shown + ": element type " + dataType
                        + " (expected: 1, 32-bit float; export the model in single precision, not quantised)");
        };
    }

    private static long elements(String shown, List<Long> dims) throws OnnxFormatException {
        if (dims.size() > MAX_DIMENSIONS) {
            throw new OnnxFormatException(
                    shown + ": " + dims.size() + " dimensions (expected: at most " + MAX_DIMENSIONS + ")");
        }
        long elements = 1;
        for (long dim : dims) {
            if (dim < 1 || dim > MAX_ELEMENTS || elements * dim > MAX_ELEMENTS) {
                throw new OnnxFormatException(
                        shown + ": sizes " + dims + " (expected: 1.." + MAX_ELEMENTS + " elements)");
            }
            elements *= dim;
        }
        return elements;
    }

    private static long[] decode(String shown, byte[] raw, int dataType, int width) throws OnnxFormatException {
        if (raw.length % width != 0) {
            throw new OnnxFormatException(
                    shown + ": " + raw.length + " bytes (expected: a multiple of " + width + "): the file is damaged");
        }
        ByteBuffer buffer = ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN);
        long[] bits = new long[raw.length / width];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = switch (dataType) {
                case INT64 -> buffer.getLong();
                case BOOL -> buffer.get();
                case DOUBLE -> Float.floatToRawIntBits((float) buffer.getDouble());
                default -> buffer.getInt();
            };
        }
        return bits;
    }

    List<Long> dims() {
        return dims;
    }

    int size() {
        return bits.length;
    }

    boolean isReal() {
        return real;
    }

    float[] floats() throws OnnxFormatException {
        if (!real) {
            throw new OnnxFormatException("a tensor of integers stands where weights are expected");
        }
        float[] values = new float[bits.length];
        for (int i = 0; i < bits.length; i++) {
            values[i] = Float.intBitsToFloat((int) bits[i]);
        }
        return values;
    }

    long[] integers() throws OnnxFormatException {
        if (real) {
            throw new OnnxFormatException("a tensor of real numbers stands where sizes are expected");
        }
        return bits.clone();
    }

    /** The same elements in other sizes, as many. */
    OnnxTensor reshaped(List<Long> sizes) throws OnnxFormatException {
        if (elements("a constant", sizes) != bits.length) {
            throw new OnnxFormatException("a constant of the sizes " + dims + " cannot take the sizes " + sizes);
        }
        return new OnnxTensor(List.copyOf(sizes), real, bits);
    }

    /** A tensor of {@code sizes} that holds this one's only element everywhere. */
    OnnxTensor filled(long[] sizes) throws OnnxFormatException {
        List<Long> dims = Arrays.stream(sizes).boxed().toList();
        long count = elements("a constant", dims);
        if (bits.length != 1 || count > MAX_FILLED) {
            throw new OnnxFormatException("a constant of the sizes " + this.dims + " cannot fill the sizes " + dims
                    + " (expected: one value, at most " + MAX_FILLED + " times)");
        }
        return gathered(dims, new int[(int) count]);
    }

    /** The elements at the given places, in other sizes. */
    OnnxTensor gathered(List<Long> sizes, int[] places) {
        long[] chosen = new long[places.length];
        Arrays.setAll(chosen, i -> bits[places[i]]);
        return new OnnxTensor(List.copyOf(sizes), real, chosen);
    }

    /** Returns true if every element is 0 (or -0). */
    boolean isZero() {
        long mask = real ? 0x7fff_ffffL : -1L;
        return Arrays.stream(bits).allMatch(value -> (value & mask) == 0);
    }
}
