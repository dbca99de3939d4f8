package gazelle.protocol.model;

/**
 * A fully connected layer; the input tensor is read flat in CHW order, weights are row-major [output][input].
 *
 * @param name unique in its network
 * @param input the layer whose output it takes
 * @param outputs number of outputs
 * @param weightBits width of the signed weights
 * @param ringBits l of the output
 */
public record FullyConnected(String name, String input, int outputs, int weightBits, int ringBits)
        implements LinearLayer {
    public static final String KIND = "fully-connected";

    public FullyConnected {
        Bounds.name("name", name);
        Bounds.name("input", input);
        Bounds.within("outputs", outputs, 1, 1 << 16);
        LinearLayer.requireWidths(weightBits, ringBits);
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public TensorShape outputShape(TensorShape input) {
        Bounds.within(name + " weights", (long) outputs * input.elements(), 1, Bounds.MAX_WEIGHTS);
        return TensorShape.vector(outputs);
    }

    @Override
    public int weightCount(TensorShape input) {
        return outputs * input.elements();
    }

    @Override
    public int outputChannels() {
        return outputs;
    }
}
