package gazelle.viewer.codec;

/**
 * The samples of one decoded picture, component by component of each pixel, row by row.
 *
 * @param bits significant bits of a sample, 1 to 32
 * @param values {@code width * height * components} samples; negative only where the stream stores signed ones, or
 *     unsigned ones of 32 bits. The array
 *     belongs to the receiver: it is not copied, because a picture may hold millions of samples
 */
@SuppressWarnings("ArrayRecordComponent")
public record Samples(int bits, int[] values) {}
