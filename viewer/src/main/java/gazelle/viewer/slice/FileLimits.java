package gazelle.viewer.slice;

/** The largest files and pictures that are opened; every reader checks them before it takes memory. */
public final class FileLimits {
    /** The largest file, in bytes, also after unpacking. */
    public static final int MAX_FILE_SIZE_BYTES = 256 << 20;

    /** The largest width or height, in pixels. */
    public static final int MAX_SIDE = 8192;

    /** The largest picture, in pixels. */
    public static final int MAX_PIXELS = 1 << 24;

    private FileLimits() {}

    /**
     * Checks the size that a header claims, before anything is taken into memory.
     *
     * @param width columns
     * @param height rows
     * @throws UnreadableImageException if it is beyond the limits
     */
    public static void requireSizeWithinLimits(long width, long height) throws UnreadableImageException {
        if (width > MAX_SIDE || height > MAX_SIDE || width * height > MAX_PIXELS) {
            throw UnreadableImageException.tooLarge("This picture has " + width + " x " + height
                    + " pixels, more than the limit of " + MAX_SIDE + " on a side and " + MAX_PIXELS + " in all");
        }
    }

    /** Returns the refusal of a file that is larger than {@link #MAX_FILE_SIZE_BYTES}. */
    public static UnreadableImageException tooManyBytes() {
        return UnreadableImageException.tooLarge(
                "This file is larger than the limit of " + (MAX_FILE_SIZE_BYTES >> 20) + " MiB");
    }
}
