package gazelle.models.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/** A constant tensor (TensorProto) of floats or 64-bit integers. */
final class OnnxTensor {
    static final int FLOAT = 1;
    static final int INT64 = 7;
    private static final int MAX_DIMENSIONS = 8;
    private static final long MAX_ELEMENTS = 1L << 26;

    private final List<Long> dims;
    private final int dataType;
    private final long[] bits;

    /**
     * @param dims its sizes, each at least 1; none for a scalar
     * @param dataType the ONNX element type
     * @param bits each element: the float's bits, or the integer; not copied
     */
    private OnnxTensor(List<Long> dims, int dataType, long[] bits) {
        this.dims = dims;
        this.dataType = dataType;
        this.bits = bits;
    }

    /** A tensor and the name it has in the graph. */
    record Named(String name, OnnxTensor tensor) {}

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
                case 7 -> reader.varintsInto(typed);
                case 8 -> name = reader.text();
                case 9 -> raw = reader.bytes();
                case 13, 14 ->
                    throw new OnnxFormatException("tensor " + OnnxGraph.printable(name)
                            + " lies in another file: export the model with its weights inside");
                default -> reader.skip();
            }
        }
        String shown = "tensor " + OnnxGraph.printable(name);
        if (dataType != FLOAT && dataType != INT64) {
            throw new OnnxFormatException(
                    shown + ": element type " + dataType + " (expected: 1, 32-bit float, or 7, 64-bit integer)");
        }
        long[] bits = raw.length > 0 ? decode(shown, raw, dataType) : typed.toArray();
        List<Long> sizes = dims.toList();
        if (elements(shown, sizes) != bits.length) {
            throw new OnnxFormatException(
                    shown + ": " + bits.length + " values for the sizes " + sizes + ": the file is damaged");
        }
        return new Named(name, new OnnxTensor(sizes, dataType, bits));
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

    private static long[] decode(String shown, byte[] raw, int dataType) throws OnnxFormatException {
        int width = dataType == FLOAT ? Float.BYTES : Long.BYTES;
        if (raw.length % width != 0) {
            throw new OnnxFormatException(
                    shown + ": " + raw.length + " bytes (expected: a multiple of " + width + "): the file is damaged");
        }
        ByteBuffer buffer = ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN);
        long[] bits = new long[raw.length / width];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = dataType == FLOAT ? buffer.getInt() : buffer.getLong();
        }
        return bits;
    }

    List<Long> dims() {
        return dims;
    }

    float[] floats() throws OnnxFormatException {
        if (dataType != FLOAT) {
            throw new OnnxFormatException("a tensor of integers stands where weights are expected");
        }
        float[] values = new float[bits.length];
        for (int i = 0; i < bits.length; i++) {
            values[i] = Float.intBitsToFloat((int) bits[i]);
        }
        return values;
    }

    /** Whether every element is 0 (or -0). */
    boolean isZero() {
        long mask = dataType == FLOAT ? 0x7fff_ffffL : -1L;
        return Arrays.stream(bits).allMatch(value -> (value & mask) == 0);
    }
}
