package gazelle.viewer.slice;

import gazelle.viewer.codec.Samples;

/**
 * The slices of one file, decoded one at a time when they are asked for.
 *
 * <p>It keeps the file's content in memory, unpacked if it was packed: at most {@link FileLimits#MAX_FILE_SIZE_BYTES}.
 */
public interface SliceStack {
    /** Returns the number of slices, at least 1. */
    int size();

    /** Returns the slice that stands for the file where only one can be shown, from 0. */
    int preferred();

    /**
     * Decodes a slice.
     *
     * @param index from 0
     * @throws UnreadableImageException if this slice's pixels are damaged
     * @throws IndexOutOfBoundsException if there is no such slice
     */
    SliceFile slice(int index) throws UnreadableImageException;

    /**
     * Returns the values that the file stores for a slice, before any rescale, as {@link #slice} orders its pixels.
     *
     * @param index from 0
     * @throws UnreadableImageException if this slice's pixels are damaged or no whole numbers of at most 16 bits
     * @throws IndexOutOfBoundsException if there is no such slice
     */
    Samples stored(int index) throws UnreadableImageException;
}
