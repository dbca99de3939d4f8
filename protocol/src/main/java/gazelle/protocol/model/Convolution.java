package gazelle.protocol.model;

/**
 * A two-dimensional convolution with zero padding; weights OIHW, tensors CHW.
 *
 * @param name unique in its network
 * @param outChannels number of filters
 * @param kernelHeight rows of the kernel
 * @param kernelWidth columns of the kernel
 * @param strideY rows between outputs
 * @param strideX columns between outputs
 * @param padTop zero rows above the input
 * @param padLeft zero columns left of the input
 * @param padBottom zero rows below the input
 * @param padRight zero columns right of the input
 * @param weightBits width of the signed weights
 * @param ringBits l of the output
 */
public record Convolution(
        String name,
        int outChannels,
        int kernelHeight,
        int kernelWidth,
        int strideY,
        int strideX,
        int padTop,
        int padLeft,
        int padBottom,
        int padRight,
        int weightBits,
        int ringBits)
        implements LinearLayer {
    public static final String KIND = "convolution";

    public Convolution {
        Bounds.name("name", name);
        Bounds.within("outChannels", outChannels, 1, Bounds.MAX_CHANNELS);
        Bounds.within("kernelHeight", kernelHeight, 1, 64);
        Bounds.within("kernelWidth", kernelWidth, 1, 64);
        Bounds.within("strideY", strideY, 1, 64);
        Bounds.within("strideX", strideX, 1, 64);
        Bounds.within("padTop", padTop, 0, kernelHeight - 1);
        Bounds.within("padLeft", padLeft, 0, kernelWidth - 1);
        Bounds.within("padBottom", padBottom, 0, kernelHeight - 1);
        Bounds.within("padRight", padRight, 0, kernelWidth - 1);
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
        Bounds.within(
                name + " weights",
                (long) outChannels * input.channels() * kernelHeight * kernelWidth,
                1,
                Bounds.MAX_WEIGHTS);
        return new TensorShape(
                outChannels, (paddedHeight - kernelHeight) / strideY + 1, (paddedWidth - kernelWidth) / strideX + 1);
    }

    @Override
    public int weightCount(TensorShape input) {
        return outChannels * input.channels() * kernelHeight * kernelWidth;
    }

    @Override
    public int biasCount() {
        return outChannels;
    }

    @Override
    public int outputsPerBias(TensorShape input) {
        TensorShape output = outputShape(input);
        return output.height() * output.width();
    }
}
