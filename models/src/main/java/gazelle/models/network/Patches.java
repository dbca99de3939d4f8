package gazelle.models.network;

import gazelle.protocol.model.Convolution;
import gazelle.protocol.model.FullyConnected;
import gazelle.protocol.model.LinearLayer;
import gazelle.protocol.model.TensorShape;
import java.util.Arrays;

/**
 * Lays out a linear layer's input as a matrix [term][position], so that every output channel is a row of weights times it
 * ("im2col"); zero padding becomes zeros.
 */
public final class Patches {
    private static final int PADDING = -1;

    private final int terms;
    private final int positions;
    private final int filtersOfGroup;
    private final int[] sources;

    private Patches(int terms, int positions, int filtersOfGroup, int[] sources) {
        this.terms = terms;
        this.positions = positions;
        this.filtersOfGroup = filtersOfGroup;
        this.sources = sources;
    }

    /** The layout of {@code layer} for an input of {@code shape}. */
    public static Patches of(LinearLayer layer, TensorShape shape) {
        return switch (layer) {
            case FullyConnected dense -> {
                int[] sources = new int[shape.elements()];
                Arrays.setAll(sources, i -> i);
                yield new Patches(sources.length, 1, dense.outputs(), sources);
            }
            case Convolution convolution -> ofConvolution(convolution, shape);
        };
    }

    private static Patches ofConvolution(Convolution layer, TensorShape in) {
        TensorShape out = layer.outputShape(in);
        int kernel = layer.kernelHeight() * layer.kernelWidth();
        int positions = out.height() * out.width();
        int[] sources = new int[Math.multiplyExact(in.channels() * kernel, positions)];
        int next = 0;
        for (int c = 0; c < in.channels(); c++) {
            for (int a = 0; a < layer.kernelHeight(); a++) {
                for (int b = 0; b < layer.kernelWidth(); b++) {
                    for (int i = 0; i < out.height(); i++) {
                        int row = i * layer.strideY() + a - layer.padTop();
                        for (int j = 0; j < out.width(); j++) {
                            int column = j * layer.strideX() + b - layer.padLeft();
                            boolean inside = row >= 0 && row < in.height() && column >= 0 && column < in.width();
                            sources[next++] = inside ? (c * in.height() + row) * in.width() + column : PADDING;
                        }
                    }
                }
            }
        }
        return new Patches(
                in.channels() / layer.groups() * kernel, positions, layer.outChannels() / layer.groups(), sources);
    }

    /** Weights of one output channel. */
    public int terms() {
        return terms;
    }

    /** The row of the matrix at which the terms of an output channel begin: 0 unless the convolution has groups. */
    public int firstTerm(int outputChannel) {
        return outputChannel / filtersOfGroup * terms;
    }

    /** Numbers in the matrix of one input. */
    public int size() {
        return sources.length;
    }

    /** Outputs of one output channel. */
    public int positions() {
        return positions;
    }

    /** The matrix of a real input in CHW order. */
    public float[] gather(float[] input) {
        float[] columns = new float[sources.length];
        for (int i = 0; i < sources.length; i++) {
            columns[i] = sources[i] == PADDING ? 0f : input[sources[i]];
        }
        return columns;
    }

    /** The matrix of an integer input in CHW order. */
    public int[] gather(int[] input) {
        int[] columns = new int[sources.length];
        for (int i = 0; i < sources.length; i++) {
            columns[i] = sources[i] == PADDING ? 0 : input[sources[i]];
        }
        return columns;
    }
}
