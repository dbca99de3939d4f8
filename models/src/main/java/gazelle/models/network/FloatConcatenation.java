package gazelle.models.network;

import gazelle.protocol.model.Concatenation;
import gazelle.protocol.model.TensorShape;
import java.util.Collections;
import java.util.List;

/**
 * Tensors of equal height and width one after the other along the channels.
 *
 * @param name unique in its network
 */
public record FloatConcatenation(String name) implements FloatLayer {
    @Override
    public TensorShape outputShape(List<TensorShape> inputs) {
        return new Concatenation(name, Collections.nCopies(inputs.size(), name)).outputShape(inputs);
    }

    @Override
    public float[] apply(List<float[]> inputs, List<TensorShape> shapes) {
        float[] joined = new float[outputShape(shapes).elements()];
        int next = 0;
        for (float[] input : inputs) {
            System.arraycopy(input, 0, joined, next, input.length);
            next += input.length;
        }
        return joined;
    }
}
