package gazelle.crypto.packing;

/**
 * A strided two-dimensional convolution with zero padding; tensors are CHW, weights OIHW, no dilation.
 *
 * <p>With g groups, output channel m reads the input channels of group m / (outChannels / g) alone, and the weights are
 * [outChannels][inChannels / g][kernelHeight][kernelWidth]; g = inChannels = outChannels is a depthwise convolution.
 *
 * @param inChannels input channels
 * @param height input rows, without padding
 * @param width input columns, without padding
 * @param outChannels filters
 * @param kernelHeight kernel rows
 * @param kernelWidth kernel columns
 * @param strideY rows between neighbouring outputs
 * @param strideX columns between neighbouring outputs
 * @param padTop zero rows above
 * @param padLeft zero columns to the left
 * @param padBottom zero rows below
 * @param padRight zero columns to the right
 * @param groups parts of the channels that don't mix; divides inChannels and outChannels
 */
public record ConvolutionGeometry(
        int inChannels,
        int height,
        int width,
        int outChannels,
        int kernelHeight,
        int kernelWidth,
        int strideY,
        int strideX,
        int padTop,
        int padLeft,
        int padBottom,
        int padRight,
        int groups)
        implements LinearGeometry {

    /** Far above any image, and small enough that sums of extents fit an int. */
    private static final int MAX_EXTENT = 1 << 20;

    public ConvolutionGeometry {
        requireExtent("inChannels", inChannels, 1);
        requireExtent("height", height, 1);
        requireExtent("width", width, 1);
        requireExtent("outChannels", outChannels, 1);
        requireExtent("kernelHeight", kernelHeight, 1);
        requireExtent("kernelWidth", kernelWidth, 1);
        requireExtent("strideY", strideY, 1);
        requireExtent("strideX", strideX, 1);
        requireExtent("padTop", padTop, 0);
        requireExtent("padLeft", padLeft, 0);
        requireExtent("padBottom", padBottom, 0);
        requireExtent("padRight", padRight, 0);
        if (kernelHeight > height + padTop + padBottom) {
            throw new IllegalArgumentException("kernelHeight: " + kernelHeight + " (expected: <= padded height)");
        }
        if (kernelWidth > width + padLeft + padRight) {
            throw new IllegalArgumentException("kernelWidth: " + kernelWidth + " (expected: <= padded width)");
        }
        requireElements("inputs", inChannels, height, width, 1);
        if (groups < 1 || inChannels % groups != 0 || outChannels % groups != 0) {
            throw new IllegalArgumentException(
                    "groups: " + groups + " (expected: a divisor of inChannels and outChannels)");
        }
        requireElements("weights", inChannels / groups, outChannels, kernelHeight, kernelWidth);
        requireElements(
                "outputs",
                outChannels,
                extent(height + padTop + padBottom, kernelHeight, strideY),
                extent(width + padLeft + padRight, kernelWidth, strideX),
                1);
    }

    /** Rows of the output. */
    public int outHeight() {
        return extent(height + padTop + padBottom, kernelHeight, strideY);
    }

    /** Columns of the output. */
    public int outWidth() {
        return extent(width + padLeft + padRight, kernelWidth, strideX);
    }

    /** Input channels of one group. */
    public int groupInChannels() {
        return inChannels / groups;
    }

    /** Filters of one group. */
    public int groupOutChannels() {
        return outChannels / groups;
    }

    @Override
    public int inputs() {
        return inChannels * height * width;
    }

    @Override
    public int outputs() {
        return outChannels * outHeight() * outWidth();
    }

    @Override
    public int weights() {
        return outChannels * groupInChannels() * kernelHeight * kernelWidth;
    }

    private static int extent(int padded, int kernel, int stride) {
        return (padded - kernel) / stride + 1;
    }

    private static void requireExtent(String name, int value, int least) {
        if (value < least || value > MAX_EXTENT) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + least + " to 2^20)");
        }
    }

    private static void requireElements(String name, int a, int b, int c, int d) {
        // The product of two extents fits a long, and each further factor is checked before it could overflow one.
        long product = (long) a * b;
        for (int factor : new int[] {c, d}) {
            if (product <= Integer.MAX_VALUE) {
                product *= factor;
            }
        }
        if (product > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(name + ": too many elements (expected: < 2^31)");
        }
    }

    /** Returns true if row {@code a} of the kernel lies on a row of the input, not of the padding, for any output. */
    boolean rowMeetsData(int a) {
        return meetsData(a - padTop, strideY, outHeight(), height);
    }

    /** Returns true if column {@code b} of the kernel lies on a column of the input, not of the padding, for any output. */
    boolean columnMeetsData(int b) {
        return meetsData(b - padLeft, strideX, outWidth(), width);
    }

    private static boolean meetsData(int first, int stride, int outputs, int extent) {
        // The outputs' positions first, first + stride, ...: the first that is not below 0 is below extent, or none is.
        int skipped = first >= 0 ? 0 : Math.ceilDiv(-first, stride);
        return skipped < outputs && first + skipped * stride < extent;
    }
}
