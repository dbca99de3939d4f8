package gazelle.models.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import gazelle.models.SmallNetworks;
import gazelle.models.network.FloatNetwork;
import gazelle.models.onnx.OnnxReader;
import gazelle.protocol.model.TensorShape;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class OnnxExportTest {
    private static List<FoldedLayer> layers(TensorShape input, LayerPlan... plans) {
        SplittableRandom random = new SplittableRandom(11);
        List<FoldedLayer> layers = new ArrayList<>();
        TensorShape shape = input;
        for (LayerPlan plan : plans) {
            layers.add(
                    plan instanceof LayerPlan.Linear linear
                            ? new FoldedLayer(
                                    plan,
                                    SmallNetworks.normal(random, linear.outputs() * linear.fanIn(shape), 0.2),
                                    SmallNetworks.normal(random, linear.outputs(), 0.2))
                            : FoldedLayer.without(plan));
            shape = plan.outputShape(shape);
        }
        return layers;
    }

    /** Straight from the definitions, one output at a time. */
    private static float[] evaluated(TensorShape input, List<FoldedLayer> layers, float[] image) {
        TensorShape in = input;
        float[] x = image;
        for (FoldedLayer layer : layers) {
            TensorShape out = layer.plan().outputShape(in);
            float[] y = new float[out.elements()];
            for (int c = 0; c < out.channels(); c++) {
                for (int i = 0; i < out.height(); i++) {
                    for (int j = 0; j < out.width(); j++) {
                        y[(c * out.height() + i) * out.width() + j] = (float) output(layer, x, in, c, i, j);
                    }
                }
            }
            x = y;
            in = out;
        }
        return x;
    }

    private static double output(FoldedLayer layer, float[] x, TensorShape in, int c, int i, int j) {
        int here = (c * in.height() + i) * in.width() + j;
        return switch (layer.plan()) {
            case LayerPlan.Convolution conv -> {
                double sum = layer.biases()[c];
                for (int k = 0; k < in.channels() * conv.kernel() * conv.kernel(); k++) {
                    int row = i * conv.stride() - conv.padding() + k / conv.kernel() % conv.kernel();
                    int column = j * conv.stride() - conv.padding() + k % conv.kernel();
                    int channel = k / (conv.kernel() * conv.kernel());
                    if (row >= 0 && row < in.height() && column >= 0 && column < in.width()) {
                        sum += layer.weights()[c * in.channels() * conv.kernel() * conv.kernel() + k]
                                * x[(channel * in.height() + row) * in.width() + column];
                    }
                }
                yield sum;
            }
            case LayerPlan.Dense _ -> {
                double sum = layer.biases()[c];
                for (int k = 0; k < x.length; k++) {
                    sum += layer.weights()[c * x.length + k] * x[k];
                }
                yield sum;
            }
            case LayerPlan.Relu _ -> Math.max(0, x[here]);
            case LayerPlan.Square _ -> x[here] * x[here];
            case LayerPlan.AveragePool pool -> window(x, in, c, i, j, pool.window(), false);
            case LayerPlan.MaxPool pool -> window(x, in, c, i, j, pool.window(), true);
        };
    }

    private static double window(float[] x, TensorShape in, int c, int i, int j, int side, boolean largest) {
        double sum = 0;
        double top = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < side * side; k++) {
            float value = x[(c * in.height() + i * side + k / side) * in.width() + j * side + k % side];
            sum += value;
            top = Math.max(top, value);
        }
        return largest ? top : sum / (side * side);
    }

    private static void exportsWhatItComputes(TensorShape input, LayerPlan... plans) throws Exception {
        List<FoldedLayer> layers = layers(input, plans);
        FloatNetwork read = OnnxReader.read(OnnxExport.write(input, layers));
        for (float[] image : SmallNetworks.images(3, 5, input.elements())) {
            assertThat(read.logits(image)).containsExactly(evaluated(input, layers, image), within(1e-3f));
        }
    }

    @Test
    void aConvolutionalNetworkReadsBackAsItWas() throws Exception {
        exportsWhatItComputes(
                new TensorShape(3, 12, 12),
                new LayerPlan.Convolution(5, 3, 1, 1, true),
                new LayerPlan.Relu(),
                new LayerPlan.AveragePool(2),
                new LayerPlan.Convolution(4, 5, 1, 2, true),
                new LayerPlan.Relu(),
                new LayerPlan.MaxPool(2),
                new LayerPlan.Dense(7, true),
                new LayerPlan.Relu(),
                new LayerPlan.Dense(3, false));
    }

    @Test
    void aNetworkOfSquaresReadsBackAsItWas() throws Exception {
        exportsWhatItComputes(
                new TensorShape(1, 9, 9),
                new LayerPlan.Convolution(2, 5, 2, 2, true),
                new LayerPlan.Square(),
                new LayerPlan.Dense(6, true),
                new LayerPlan.Square(),
                new LayerPlan.Dense(2, false));
    }
}
