package gazelle.models.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A constant tensor (TensorProto): of real numbers, held as floats, integers, or truth values. */
final class OnnxTensor {
    /** The TensorProto.DataLocation of elements that lie in the message itself. */
    private static final long INSIDE = 0;

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

    /** Reads a tensor whose elements lie in the same message. */
    static Named parse(WireReader reader) throws OnnxFormatException {
        return parse(reader, TensorFiles.none());
    }

    /** Reads a tensor, whose elements may lie in another file. */
    static Named parse(WireReader reader, TensorFiles files) throws OnnxFormatException {
        String name = "";
        LongList dims = new LongList();
        long dataType = 0;
        LongList typed = new LongList();
        LongList doubles = new LongList();
        byte[] raw = {};
        Map<String, String> external = new HashMap<>();
        long location = 0;
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> reader.varintsInto(dims);
                case 2 -> dataType = reader.varint();
                case 4 -> reader.floatBitsInto(typed);
                case 5, 7 -> reader.varintsInto(typed);
                case 8 -> name = reader.text();
                case 9 -> raw = reader.bytes();
                case 10 -> reader.doubleBitsInto(doubles);
                case 13 -> entry(reader.message(), external);
                case 14 -> location = reader.varint();
                default -> reader.skip();
            }
        }
        String shown = "tensor " + OnnxGraph.printable(name);
        ElementType type = typeOf(shown, dataType);
        List<Long> sizes = dims.toList();
        if (location != INSIDE) {
            raw = outside(shown, files, external, Math.multiplyExact(elements(shown, sizes), type.bytes()));
        }
        long[] bits = raw.length > 0 ? decode(shown, raw, type) : listed(type, typed, doubles);
        if (elements(shown, sizes) != bits.length) {
            throw new OnnxFormatException(
                    shown + ": " + bits.length + " values for the sizes " + sizes + ": the file is damaged");
        }
        return new Named(name, new OnnxTensor(sizes, type.isReal(), bits));
    }

    /** Reads a StringStringEntryProto into {@code entries}. */
    private static void entry(WireReader reader, Map<String, String> entries) throws OnnxFormatException {
        String key = "";
        String value = "";
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> key = reader.text();
                case 2 -> value = reader.text();
                default -> reader.skip();
            }
        }
        entries.put(key, value);
    }

    private static byte[] outside(String shown, TensorFiles files, Map<String, String> external, long bytes)
            throws OnnxFormatException {
        try {
            long offset = Long.parseLong(external.getOrDefault("offset", "0"));
            long length = Long.parseLong(external.getOrDefault("length", String.valueOf(bytes)));
            if (length != bytes) {
                throw new OnnxFormatException(
                        length + " bytes in another file (expected: " + bytes + "): the file is damaged");
            }
            return files.read(external.getOrDefault("location", ""), offset, length);
        } catch (NumberFormatException noNumber) {
            throw new OnnxFormatException(shown + ": no place in another file: the file is damaged");
        } catch (OnnxFormatException problem) {
            throw new OnnxFormatException(shown + " " + problem.getMessage());
        }
    }

    private static ElementType typeOf(String shown, long code) throws OnnxFormatException {
        return ElementType.of(code)
                .orElseThrow(
                        () -> new OnnxFormatException(
                                shown + ": element type " + code
                                        + " (expected: 1, 32-bit float, or 10, 11, 16; export the model in single precision, not quantised)"));
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

    private static long[] listed(ElementType type, LongList typed, LongList doubles) {
        long[] bits = type == ElementType.DOUBLE ? doubles.toArray() : typed.toArray();
        Arrays.setAll(
                bits,
                i -> type == ElementType.DOUBLE
                        ? Float.floatToRawIntBits((float) Double.longBitsToDouble(bits[i]))
                        : type.listed(bits[i]));
        return bits;
    }

    private static long[] decode(String shown, byte[] raw, ElementType type) throws OnnxFormatException {
        if (raw.length % type.bytes() != 0) {
            throw new OnnxFormatException(shown + ": " + raw.length + " bytes (expected: a multiple of " + type.bytes()
                    + "): the file is damaged");
        }
        ByteBuffer buffer = ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN);
        long[] bits = new long[raw.length / type.bytes()];
        Arrays.setAll(bits, _ -> type.next(buffer));
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
