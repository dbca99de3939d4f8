package gazelle.viewer.format;

import gazelle.viewer.slice.FileLimits;
import gazelle.viewer.slice.UnreadableImageException;

/**
 * The numbers of voxels of a volume, within the limits.
 *
 * @param across along the first dimension
 * @param down along the second
 * @param slices along the third
 * @param volumes how many volumes there are, at least 1
 */
record VolumeSize(int across, int down, int slices, int volumes) {
    private static final int MAX_SLICES = 1 << 16;

    /**
     * Checks what a header claims.
     *
     * @param format the format's name for people
     * @throws UnreadableImageException if a number is not positive or beyond the limits
     */
    static VolumeSize of(String format, long across, long down, long slices, long volumes)
            throws UnreadableImageException {
        if (across < 1 || down < 1 || slices < 1 || volumes < 1) {
            throw UnreadableImageException.damaged(format, "its header claims an impossible size");
        }
        FileLimits.requireSizeWithinLimits(Math.min(across, Integer.MAX_VALUE), Math.min(down, Integer.MAX_VALUE));
        if (slices > MAX_SLICES || volumes > MAX_SLICES || slices * volumes > MAX_SLICES) {
            throw UnreadableImageException.tooLarge(
                    "This " + format + " file announces more than " + MAX_SLICES + " slices");
        }
        return new VolumeSize((int) across, (int) down, (int) slices, (int) volumes);
    }

    /** The voxels of all volumes. */
    long voxels() {
        return (long) across * down * slices * volumes;
    }

    /** The voxels of a dimension, 0 to 2. */
    int along(int dimension) {
        return switch (dimension) {
            case 0 -> across;
            case 1 -> down;
            default -> slices;
        };
    }
}
