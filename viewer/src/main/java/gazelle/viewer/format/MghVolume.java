package gazelle.viewer.format;

import gazelle.viewer.slice.HeaderEntry;
import gazelle.viewer.slice.SliceFormat;
import gazelle.viewer.slice.UnreadableImageException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Reads FreeSurfer's volumes, MGH and MGZ: big endian, a header of 284 bytes, the voxels, and what is not needed here.
 *
 * <pre>
 *   0 version = 1   4 width   8 height   12 depth   16 frames   20 type   28 goodRASFlag
 *   30 spacing[3]   42 directions of the dimensions[9], right front head   78 middle of the volume[3], mm   284 voxels
 * </pre>
 */
final class MghVolume {
    private static final String FORMAT = "MGH";
    private static final int HEADER_BYTES = 284;
    private static final int LARGEST_TYPE = 10;

    /** The directions that FreeSurfer takes where a file gives none: coronal slices of conformed heads. */
    private static final float[] CORONAL = {-1, 0, 0, 0, 0, -1, 0, 1, 0};

    private MghVolume() {}

    /** Returns whether the first numbers are such as the format has, which has no mark. */
    static boolean isMgh(byte[] content) {
        if (content.length < HEADER_BYTES) {
            return false;
        }
        ByteBuffer header = ByteBuffer.wrap(content);
        boolean sized = header.getInt(4) > 0 && header.getInt(8) > 0 && header.getInt(12) > 0 && header.getInt(16) > 0;
        int flag = header.getShort(28);
        return header.getInt(0) == 1
                && sized
                && header.getInt(20) >= 0
                && header.getInt(20) <= LARGEST_TYPE
                && (flag == 0 || flag == 1 || flag == -1);
    }

    /** Reads content that {@link #isMgh} accepted. */
    static Volume read(byte[] content, String packing) throws UnreadableImageException {
        ByteBuffer bytes = ByteBuffer.wrap(content);
        VolumeSize size = VolumeSize.of(FORMAT, bytes.getInt(4), bytes.getInt(8), bytes.getInt(12), bytes.getInt(16));
        VoxelType type = typeOf(bytes.getInt(20));
        return Volume.unscaled(
                SliceFormat.MGH,
                Voxels.of(FORMAT, bytes, HEADER_BYTES, type, size),
                orientation(bytes, size),
                packing,
                List.of(),
                List.of(HeaderEntry.fact("Orientation given", bytes.getShort(28) == 1)));
    }

    private static VoxelType typeOf(int code) throws UnreadableImageException {
        return switch (code) {
            case 0 -> VoxelType.UINT8;
            case 1 -> VoxelType.INT32;
            case 3 -> VoxelType.FLOAT32;
            case 4 -> VoxelType.INT16;
            case 10 -> VoxelType.UINT16;
            case 2 -> throw unread("whole numbers whose length depends on the computer");
            case 5 -> throw unread("single bits");
            case 6 -> throw unread("tensors");
            case 7, 8 -> throw unread("complex numbers");
            case 9 -> throw unread("colours");
            default -> throw unread("an unknown type (" + code + ")");
        };
    }

    private static UnreadableImageException unread(String type) {
        return UnreadableImageException.unsupported(
                "This MGH file stores its voxels as " + type, "Convert it to floating point numbers.");
    }

    private static VolumeOrientation orientation(ByteBuffer bytes, VolumeSize size) {
        boolean given = bytes.getShort(28) == 1;
        double[][] rows = new double[3][4];
        for (int row = 0; row < 3; row++) {
            double place = given ? bytes.getFloat(78 + 4 * row) : 0;
            for (int dimension = 0; dimension < 3; dimension++) {
                float direction = given ? bytes.getFloat(42 + 4 * (3 * dimension + row)) : CORONAL[3 * dimension + row];
                rows[row][dimension] = (double) direction * (given ? bytes.getFloat(30 + 4 * dimension) : 1);
                // The header gives the middle of the volume: half of the voxels before it.
                place -= rows[row][dimension] * size.along(dimension) / 2;
            }
            rows[row][3] = place;
        }
        VolumeOrientation affine = VolumeOrientation.ofRows(rows);
        if (!affine.isUsable()) {
            return VolumeOrientation.unstated(
                    affine.axes().get(0), affine.axes().get(1), affine.axes().get(2));
        }
        return given ? affine : affine.doubtful();
    }
}
