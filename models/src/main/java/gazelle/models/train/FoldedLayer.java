package gazelle.models.train;

/**
 * A layer as it is used after training: no normalisation, plain weights and biases.
 *
 * <p>The arrays belong to whoever made the layer and are not copied.
 *
 * @param plan its geometry
 * @param weights OIHW, or row-major [output][input]; empty without weights
 * @param biases one for each output; empty without weights
 */
@SuppressWarnings("ArrayRecordComponent")
record FoldedLayer(LayerPlan plan, float[] weights, float[] biases) {
    /** Added to a variance before its root is taken. */
    static final float EPSILON = 1e-5f;

    static FoldedLayer without(LayerPlan plan) {
        return new FoldedLayer(plan, new float[0], new float[0]);
    }

    /** gain * (w * x - mean) / sqrt(variance + epsilon) + bias, as one linear map. */
    static FoldedLayer normalised(
            LayerPlan plan, float[] weights, float[] gains, float[] biases, float[] means, float[] variances) {
        float[] folded = weights.clone();
        float[] shifted = new float[biases.length];
        int perOutput = weights.length / biases.length;
        for (int output = 0; output < biases.length; output++) {
            double factor = gains[output] / Math.sqrt((double) variances[output] + EPSILON);
            shifted[output] = (float) (biases[output] - factor * means[output]);
            for (int i = output * perOutput; i < (output + 1) * perOutput; i++) {
                folded[i] = (float) (factor * weights[i]);
            }
        }
        return new FoldedLayer(plan, folded, shifted);
    }
}
