package gazelle.crypto.packing;

/** Linear layers by their definition, the oracle of the packing and the secure layer. */
public final class DirectLayer {
    private DirectLayer() {}

    /** sum w x for every output, in wrapping 64-bit arithmetic. */
    public static long[] apply(LinearGeometry geometry, long[] input, int[] weights) {
        return switch (geometry) {
            case ConvolutionGeometry convolution -> convolve(convolution, input, weights);
            case FullyConnectedGeometry matrix -> multiply(matrix, input, weights);
        };
    }

    private static long[] multiply(FullyConnectedGeometry g, long[] input, int[] weights) {
        long[] output = new long[g.outputs()];
        for (int r = 0; r < g.outputs(); r++) {
            for (int j = 0; j < g.inputs(); j++) {
                output[r] += weights[r * g.inputs() + j] * input[j];
            }
        }
        return output;
    }

    private static long[] convolve(ConvolutionGeometry g, long[] input, int[] weights) {
        long[] output = new long[g.outputs()];
        int at = 0;
        for (int m = 0; m < g.outChannels(); m++) {
            for (int i = 0; i < g.outHeight(); i++) {
                for (int j = 0; j < g.outWidth(); j++) {
                    output[at++] = outputAt(g, input, weights, m, i, j);
                }
            }
        }
        return output;
    }

    private static long outputAt(ConvolutionGeometry g, long[] input, int[] weights, int m, int i, int j) {
        long sum = 0;
        int inChannels = g.inChannels() / g.groups();
        int fromChannel = m / (g.outChannels() / g.groups()) * inChannels;
        for (int c = 0; c < inChannels; c++) {
            for (int a = 0; a < g.kernelHeight(); a++) {
                for (int b = 0; b < g.kernelWidth(); b++) {
                    int y = i * g.strideY() - g.padTop() + a;
                    int x = j * g.strideX() - g.padLeft() + b;
                    if (y >= 0 && y < g.height() && x >= 0 && x < g.width()) {
                        int weight = ((m * inChannels + c) * g.kernelHeight() + a) * g.kernelWidth() + b;
                        sum += weights[weight] * input[((fromChannel + c) * g.height() + y) * g.width() + x];
                    }
                }
            }
        }
        return sum;
    }
}
