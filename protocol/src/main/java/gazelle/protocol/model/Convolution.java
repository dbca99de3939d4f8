package gazelle.protocol.model;

/**
 * A two-dimensional convolution with zero padding; weights OIHW (I channels of one group), tensors CHW.
 *
 * @param name unique in its network
 * @param input the layer whose output it takes
 * @param outChannels number of filters
 * @param kernelHeight rows of the kernel
 * @param kernelWidth columns of the kernel
 * @param strideY rows between outputs
 * @param strideX columns between outputs
 * @param padTop zero rows above the input
 * @param padLeft zero columns left of the input
 * @param padBottom zero rows below the input
 * @param padRight zero columns right of the input
 * @param groups number of groups: output channel m reads the input channels of group m / (outChannels / groups) only
 * @param weightBits width of the signed weights
 * @param ringBits l of the output
 */
public record Convolution(
        String name,
        String input,
        int outChannels,
        int kernelHeight,
        int kernelWidth,
        int strideY,
        int strideX,
        int padTop,
        int padLeft,
        int padBottom,
        int padRight,
        int groups,
        int weightBits,
        int ringBits)
        implements LinearLayer {
    public static final String KIND = "convolution";

    public Convolution {
        Bounds.name("name", name);
        Bounds.name("input", input);
        Bounds.within("outChannels", outChannels, 1, Bounds.MAX_CHANNELS);
        Bounds.within("kernelHeight", kernelHeight, 1, 64);
        Bounds.within("kernelWidth", kernelWidth, 1, 64);
        Bounds.within("strideY", strideY, 1, 64);
        Bounds.within("strideX", strideX, 1, 64);
        Bounds.within("padTop", padTop, 0, kernelHeight - 1);
        Bounds.within("padLeft", padLeft, 0, kernelWidth - 1);
        Bounds.within("padBottom", padBottom, 0, kernelHeight - 1);
        Bounds.within("padRight", padRight, 0, kernelWidth - 1);
        Bounds.within("groups", groups, 1, outChannels);
        if (outChannels % groups != 0) {
            throw new IllegalArgumentException(
                    name + " groups: " + groups + " (expected: a divisor of " + outChannels + ")");
        }
        LinearLayer.requireWidths(weightBits, ringBits);
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public TensorShape outputShape(TensorShape input) {
        int paddedHeight = input.height() + padTop + padBottom;
        int paddedWidth = input.width() + padLeft + padRight;
        if (paddedHeight < kernelHeight || paddedWidth < kernelWidth) {
            throw new IllegalArgumentException(name + ": kernel " + kernelHeight + "x" + kernelWidth
                    + " does not fit the padded input " + paddedHeight + "x" + paddedWidth);
        }
        Bounds.within(name + " input channels", input.channels(), 1, Bounds.MAX_CHANNELS);
        if (input.channels() % groups != 0) {
            throw new IllegalArgumentException(
                    name + " groups: " + groups + " (expected: a divisor of " + input.channels() + " input channels)");
        }
        Bounds.within(
                name + " weights",
                (long) outChannels * (input.channels() / groups) * kernelHeight * kernelWidth,
                1,
                Bounds.MAX_WEIGHTS);
        return new TensorShape(
                outChannels, (paddedHeight - kernelHeight) / strideY + 1, (paddedWidth - kernelWidth) / strideX + 1);
    }

    @Override
    public int weightCount(TensorShape input) {
        return outChannels * (input.channels() / groups) * kernelHeight * kernelWidth;
    }

    @Override
    public int outputChannels() {
        return outChannels;
    }
}
