package gazelle.protocol.model;

/**
 * Average pooling without padding as a sum over each window; the division is folded into the next layer's shift.
 *
 * @param name unique in its network
 * @param input the layer whose output it takes
 * @param windowHeight rows of a window
 * @param windowWidth columns of a window
 * @param strideY rows between windows
 * @param strideX columns between windows
 */
public record AveragePool(String name, String input, int windowHeight, int windowWidth, int strideY, int strideX)
        implements SingleInputLayer {
    public static final String KIND = "average-pool";

    public AveragePool {
        Bounds.name("name", name);
        Bounds.name("input", input);
        Bounds.within("windowHeight", windowHeight, 1, 256);
        Bounds.within("windowWidth", windowWidth, 1, 256);
        Bounds.within("strideY", strideY, 1, 256);
        Bounds.within("strideX", strideX, 1, 256);
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public TensorShape outputShape(TensorShape input) {
        if (input.height() < windowHeight || input.width() < windowWidth) {
            throw new IllegalArgumentException(
                    name + ": window " + windowHeight + "x" + windowWidth + " does not fit the input " + input);
        }
        return new TensorShape(
                input.channels(),
                (input.height() - windowHeight) / strideY + 1,
                (input.width() - windowWidth) / strideX + 1);
    }
}
