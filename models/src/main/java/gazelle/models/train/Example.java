package gazelle.models.train;

/**
 * One labelled picture to learn from.
 *
 * <p>The arrays are shared, not copied: a training set holds tens of thousands, and nobody changes them.
 *
 * @param input what the network receives for it, exactly as in use, in CHW order
 * @param detailed the same at {@link PictureSource#detail()} times the resolution, before normalisation, for augmentation
 * @param label its class, counting from 0
 * @param fold pictures of one fold come from other patients than those of any other fold
 */
@SuppressWarnings("ArrayRecordComponent")
record Example(float[] input, float[] detailed, int label, String fold) {}
