package gazelle.models.onnx;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Walks over the fields of one protobuf message within its bounds.
 *
 * <p>Source: protobuf's "Encoding" page. Groups (wire types 3 and 4) are refused: ONNX has none.
 */
final class WireReader {
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int LENGTH_DELIMITED = 2;
    private static final int FIXED32 = 5;

    private final byte[] data;
    private final int end;
    private int position;
    private int field;
    private int wireType;

    WireReader(byte[] data) {
        this(data, 0, data.length);
    }

    private WireReader(byte[] data, int position, int end) {
        this.data = data;
        this.position = position;
        this.end = end;
    }

    /** Goes to the next field; false at the end of the message. */
    boolean next() throws OnnxFormatException {
        if (position == end) {
            return false;
        }
        long key = rawVarint();
        long number = key >>> 3;
        if (number < 1 || number >= 1 << 29) {
            throw new OnnxFormatException("field number " + number + " at byte " + position + ": not an ONNX file");
        }
        field = (int) number;
        wireType = (int) (key & 7);
        return true;
    }

    /** The number of the field that {@link #next} went to. */
    int field() {
        return field;
    }

    long varint() throws OnnxFormatException {
        require(VARINT);
        return rawVarint();
    }

    float fixedFloat() throws OnnxFormatException {
        require(FIXED32);
        return rawFloat();
    }

    WireReader message() throws OnnxFormatException {
        require(LENGTH_DELIMITED);
        int length = rawLength();
        WireReader inner = new WireReader(data, position, position + length);
        position += length;
        return inner;
    }

    byte[] bytes() throws OnnxFormatException {
        require(LENGTH_DELIMITED);
        int length = rawLength();
        byte[] copy = Arrays.copyOfRange(data, position, position + length);
        position += length;
        return copy;
    }

    String text() throws OnnxFormatException {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    /** Adds one number, or a packed run of them. */
    void varintsInto(LongList list) throws OnnxFormatException {
        if (wireType == LENGTH_DELIMITED) {
            WireReader packed = message();
            while (packed.position < packed.end) {
                list.add(packed.rawVarint());
            }
        } else {
            list.add(varint());
        }
    }

    /** Adds the bits of one float, or of a packed run of them. */
    void floatBitsInto(LongList list) throws OnnxFormatException {
        if (wireType == LENGTH_DELIMITED) {
            WireReader packed = message();
            while (packed.position < packed.end) {
                list.add(Float.floatToRawIntBits(packed.rawFloat()));
            }
        } else {
            list.add(Float.floatToRawIntBits(fixedFloat()));
        }
    }

    /** Adds the bits of one double, or of a packed run of them. */
    void doubleBitsInto(LongList list) throws OnnxFormatException {
        if (wireType == LENGTH_DELIMITED) {
            WireReader packed = message();
            while (packed.position < packed.end) {
                list.add(packed.rawFixed64());
            }
        } else {
            require(FIXED64);
            list.add(rawFixed64());
        }
    }

    /** Passes over the current field. */
    void skip() throws OnnxFormatException {
        switch (wireType) {
            case VARINT -> rawVarint();
            case FIXED64 -> advance(8);
            case LENGTH_DELIMITED -> {
                int length = rawLength();
                position += length;
            }
            case FIXED32 -> advance(4);
            default ->
                throw new OnnxFormatException("wire type " + wireType + " at byte " + position + ": not an ONNX file");
        }
    }

    private void require(int expected) throws OnnxFormatException {
        if (wireType != expected) {
            throw new OnnxFormatException("field " + field + " at byte " + position + " has wire type " + wireType
                    + " (expected: " + expected + "): the file is damaged");
        }
    }

    private long rawFixed64() throws OnnxFormatException {
        advance(Long.BYTES);
        long bits = 0;
        for (int i = 1; i <= Long.BYTES; i++) {
            bits = bits << Byte.SIZE | (data[position - i] & 0xff);
        }
        return bits;
    }

    private float rawFloat() throws OnnxFormatException {
        advance(4);
        int bits = (data[position - 4] & 0xff)
                | (data[position - 3] & 0xff) << 8
                | (data[position - 2] & 0xff) << 16
                | (data[position - 1] & 0xff) << 24;
        return Float.intBitsToFloat(bits);
    }

    private long rawVarint() throws OnnxFormatException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            advance(1);
            byte next = data[position - 1];
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new OnnxFormatException("a number at byte " + position + " is too long: the file is damaged");
    }

    private int rawLength() throws OnnxFormatException {
        long length = rawVarint();
        if (length < 0 || length > end - position) {
            throw new OnnxFormatException("the file is cut off or damaged at byte " + position);
        }
        return (int) length;
    }

    private void advance(int bytes) throws OnnxFormatException {
        if (bytes > end - position) {
            throw new OnnxFormatException("the file is cut off or damaged at byte " + position);
        }
        position += bytes;
    }
}
