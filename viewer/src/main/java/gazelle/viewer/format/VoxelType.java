package gazelle.viewer.format;

import java.nio.ByteBuffer;
import java.util.Locale;

/** The storage of one voxel of a volume, in whatever format. */
enum VoxelType {
    UINT8(1),
    INT8(1),
    INT16(2),
    UINT16(2),
    INT32(4),
    UINT32(4),
    INT64(8),
    UINT64(8),
    FLOAT32(4),
    FLOAT64(8),
    /** Red, green and blue of a byte each. */
    RGB24(3),
    /** Red, green, blue and opacity of a byte each. */
    RGBA32(4);

    private final int size;

    VoxelType(int size) {
        this.size = size;
    }

    /** Bytes of a voxel. */
    int sizeBytes() {
        return size;
    }

    boolean isColour() {
        return this == RGB24 || this == RGBA32;
    }

    /** Returns whether voxels are whole numbers, of which single precision keeps 24 bits. */
    boolean isWhole() {
        return !isColour() && this != FLOAT32 && this != FLOAT64;
    }

    /** Significant bits of a stored sample: of a colour, those of each of its parts. */
    int bits() {
        return isColour() ? 8 : 8 * size;
    }

    /** The name that programmers give it, such as {@code int16}. */
    String displayName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** A number at a place in bytes, whole ones beyond 53 bits rounded to them; of a colour its red. */
    double read(ByteBuffer bytes, int at) {
        return switch (this) {
            case UINT8, RGB24, RGBA32 -> bytes.get(at) & 0xFF;
            case INT8 -> bytes.get(at);
            case INT16 -> bytes.getShort(at);
            case UINT16 -> bytes.getShort(at) & 0xFFFF;
            case INT32 -> bytes.getInt(at);
            case UINT32 -> Integer.toUnsignedLong(bytes.getInt(at));
            case INT64 -> bytes.getLong(at);
            case UINT64 -> unsigned(bytes.getLong(at));
            case FLOAT32 -> bytes.getFloat(at);
            case FLOAT64 -> bytes.getDouble(at);
        };
    }

    /** Writes a number that {@link #read} gives back if the type holds it. */
    void write(ByteBuffer bytes, int at, String number) {
        switch (this) {
            case FLOAT32 -> bytes.putFloat(at, Float.parseFloat(number));
            case FLOAT64 -> bytes.putDouble(at, Double.parseDouble(number));
            case UINT64 -> bytes.putLong(at, Long.parseUnsignedLong(number));
            case INT64 -> bytes.putLong(at, Long.parseLong(number));
            case INT32, UINT32 -> bytes.putInt(at, (int) Long.parseLong(number));
            case INT16, UINT16 -> bytes.putShort(at, (short) Integer.parseInt(number));
            case UINT8, INT8, RGB24, RGBA32 -> bytes.put(at, (byte) Integer.parseInt(number));
        }
    }

    private static double unsigned(long value) {
        // The lowest bit stays as a sticky one, so that the half rounds as the whole would.
        return value >= 0 ? value : 2 * (double) ((value >>> 1) | (value & 1));
    }
}
