package gazelle.models.network;

import gazelle.protocol.model.TensorShape;
import java.util.List;

/**
 * The sum of two tensors of equal shape, element by element.
 *
 * @param name unique in its network
 */
public record FloatAdd(String name) implements FloatLayer {
    @Override
    public TensorShape outputShape(List<TensorShape> inputs) {
        if (inputs.size() != 2 || !inputs.getFirst().equals(inputs.getLast())) {
            throw new IllegalArgumentException(name + ": " + inputs + " (expected: two tensors of equal shape)");
        }
        return inputs.getFirst();
    }

    @Override
    public float[] apply(List<float[]> inputs, List<TensorShape> shapes) {
        float[] sum = inputs.getFirst().clone();
        float[] other = inputs.getLast();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += other[i];
        }
        return sum;
    }
}
