package gazelle.models.network;

import gazelle.protocol.model.TensorShape;
import java.util.ArrayList;
import java.util.List;

/**
 * A chain of floating-point layers from an image to its logits.
 *
 * @param input shape of the image tensor
 * @param layers in order of execution
 */
public record FloatNetwork(TensorShape input, List<FloatLayer> layers) {
    /**
     * @throws IllegalArgumentException if a layer cannot take what the one before gives
     */
    public FloatNetwork {
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("layers: none (expected: at least one)");
        }
        layers = List.copyOf(layers);
        TensorShape shape = input;
        for (FloatLayer layer : layers) {
            shape = layer.outputShape(shape);
        }
    }

    /** The shape of the logits. */
    public TensorShape output() {
        TensorShape shape = input;
        for (FloatLayer layer : layers) {
            shape = layer.outputShape(shape);
        }
        return shape;
    }

    /**
     * The scores of one image.
     *
     * @param image normalised values in CHW order, of shape {@code input()}
     */
    public float[] logits(float[] image) {
        return layerOutputs(image).getLast();
    }

    /** The index of the largest logit, the lowest on ties. */
    public int label(float[] image) {
        float[] logits = logits(image);
        int best = 0;
        for (int i = 1; i < logits.length; i++) {
            if (logits[i] > logits[best]) {
                best = i;
            }
        }
        return best;
    }

    /** What every layer gives for one image, in order. */
    public List<float[]> layerOutputs(float[] image) {
        if (image.length != input.elements()) {
            throw new IllegalArgumentException(
                    "image: " + image.length + " values (expected: " + input.elements() + " for " + input + ")");
        }
        List<float[]> outputs = new ArrayList<>(layers.size());
        float[] current = image;
        TensorShape shape = input;
        for (FloatLayer layer : layers) {
            current = layer.apply(current, shape);
            shape = layer.outputShape(shape);
            outputs.add(current);
        }
        return outputs;
    }
}
