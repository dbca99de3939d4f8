package gazelle.models.quantise;

import gazelle.models.network.FloatAveragePool;
import gazelle.models.network.FloatMaxPool;
import gazelle.models.network.Patches;
import gazelle.protocol.model.MaxPool;
import gazelle.protocol.model.TensorShape;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The integer layers on int arrays, fast enough for a search; equal to the reference network, as its test shows. */
final class IntegerKernel {
    private IntegerKernel() {}

    /**
     * Sums w*x without bias.
     *
     * @param weights row-major [output][term]
     * @param columns matrix [term][position] of one input
     * @return [output][position]
     */
    static int[] multiply(int[] weights, int[] columns, Patches patches) {
        int terms = patches.terms();
        int positions = patches.positions();
        int outputs = weights.length / terms;
        int[] sums = new int[outputs * positions];
        int[] row = new int[positions];
        for (int m = 0; m < outputs; m++) {
            int firstTerm = patches.firstTerm(m);
            if (positions == 1) {
                sums[m] = dot(weights, m * terms, columns, firstTerm, terms);
                continue;
            }
            Arrays.fill(row, 0);
            for (int k = 0; k < terms; k++) {
                int weight = weights[m * terms + k];
                if (weight != 0) {
                    addScaled(row, columns, (firstTerm + k) * positions, weight);
                }
            }
            System.arraycopy(row, 0, sums, m * positions, positions);
        }
        return sums;
    }

    private static int dot(int[] weights, int firstWeight, int[] x, int firstTerm, int terms) {
        int sum = 0;
        for (int k = 0; k < terms; k++) {
            sum += weights[firstWeight + k] * x[firstTerm + k];
        }
        return sum;
    }

    /** Adds {@code weight} times one row of the matrix. */
    static void addScaled(int[] row, int[] columns, int from, int weight) {
        for (int p = 0; p < row.length; p++) {
            row[p] += weight * columns[from + p];
        }
    }

    /** clamp(floor(y / 2^shift), 0, largest) for each output. */
    static int[] activate(int[] sums, int shift, int largest) {
        int[] outputs = new int[sums.length];
        for (int i = 0; i < sums.length; i++) {
            outputs[i] = Math.clamp(sums[i] >> shift, 0, largest);
        }
        return outputs;
    }

    /** clamp(floor(y / 2^shift), -2^(rootBits-1), 2^(rootBits-1) - 1)^2 for each output. */
    static int[] square(int[] sums, int shift, int rootBits) {
        int[] outputs = new int[sums.length];
        int largest = (1 << (rootBits - 1)) - 1;
        for (int i = 0; i < sums.length; i++) {
            int root = Math.clamp(sums[i] >> shift, -largest - 1, largest);
            outputs[i] = root * root;
        }
        return outputs;
    }

    /** The largest sum of each window, or the sums themselves without max pooling; padding never wins. */
    static int[] largestOfWindows(int[] x, TensorShape in, @Nullable FloatMaxPool pool) {
        if (pool == null) {
            return x;
        }
        MaxPool window = pool.window();
        TensorShape out = pool.outputShape(in);
        int[] y = new int[out.elements()];
        int next = 0;
        for (int c = 0; c < out.channels(); c++) {
            for (int i = 0; i < out.height(); i++) {
                int top = i * window.strideY() - window.padTop();
                for (int j = 0; j < out.width(); j++) {
                    int left = j * window.strideX() - window.padLeft();
                    int largest = Integer.MIN_VALUE;
                    for (int row = Math.max(0, top); row < Math.min(in.height(), top + window.windowHeight()); row++) {
                        int first = (c * in.height() + row) * in.width();
                        for (int k = Math.max(0, left); k < Math.min(in.width(), left + window.windowWidth()); k++) {
                            largest = Math.max(largest, x[first + k]);
                        }
                    }
                    y[next++] = largest;
                }
            }
        }
        return y;
    }

    /** Average pooling as sums over windows. */
    static int[] sumWindows(int[] x, TensorShape in, TensorShape out, FloatAveragePool pool) {
        var window = pool.window();
        int[] y = new int[out.elements()];
        int next = 0;
        for (int c = 0; c < out.channels(); c++) {
            for (int i = 0; i < out.height(); i++) {
                for (int j = 0; j < out.width(); j++) {
                    int sum = 0;
                    for (int a = 0; a < window.windowHeight(); a++) {
                        int row = (c * in.height() + i * window.strideY() + a) * in.width() + j * window.strideX();
                        for (int b = 0; b < window.windowWidth(); b++) {
                            sum += x[row + b];
                        }
                    }
                    y[next++] = sum;
                }
            }
        }
        return y;
    }
}
