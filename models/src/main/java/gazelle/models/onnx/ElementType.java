package gazelle.models.onnx;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** The types of a constant's elements that can be read; real numbers of every width are held as 32-bit floats. */
enum ElementType {
    FLOAT(1, 4, true),
    INT32(6, 4, false),
    INT64(7, 8, false),
    BOOL(9, 1, false),
    FLOAT16(10, 2, true),
    DOUBLE(11, 8, true),
    BFLOAT16(16, 2, true);

    private static final int UPPER_HALF = 16;

    private final int code;
    private final int bytes;
    private final boolean real;

    ElementType(int code, int bytes, boolean real) {
        this.code = code;
        this.bytes = bytes;
        this.real = real;
    }

    /** The type with ONNX's number, if it can be read. */
    static Optional<ElementType> of(long code) {
        return Arrays.stream(values()).filter(type -> type.code == code).findFirst();
    }

    /** Returns true if elements of the type with ONNX's number are real. */
    static boolean isReal(long code) {
        return of(code).map(type -> type.real).orElse(false);
    }

    /** Bytes of one element. */
    int bytes() {
        return bytes;
    }

    boolean isReal() {
        return real;
    }

    /** The next element: the bits of a float, or an integer. */
    long next(ByteBuffer buffer) {
        return switch (this) {
            case FLOAT, INT32 -> buffer.getInt();
            case INT64 -> buffer.getLong();
            case BOOL -> buffer.get();
            case FLOAT16, BFLOAT16 -> widened(buffer.getShort());
            case DOUBLE -> Float.floatToRawIntBits((float) buffer.getDouble());
        };
    }

    /** The element that a file lists as a number of its own: half floats as their bits, doubles elsewhere. */
    long listed(long number) {
        return this == FLOAT16 || this == BFLOAT16 ? widened((short) number) : number;
    }

    private long widened(short half) {
        return this == BFLOAT16 ? half << UPPER_HALF : Float.floatToRawIntBits(Float.float16ToFloat(half));
    }
}
