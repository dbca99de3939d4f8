package gazelle.models.train;

import gazelle.models.onnx.OnnxWriter;
import gazelle.protocol.model.TensorShape;
import java.util.List;

/** Writes trained layers as an ONNX file of operator set 13: Conv, Gemm, Relu, Mul, AveragePool, MaxPool, Flatten. */
final class OnnxExport {
    private final OnnxWriter writer = new OnnxWriter();
    private TensorShape shape;
    private String current = "image";
    private int count;
    private boolean flat;

    private OnnxExport(TensorShape input) {
        this.shape = input;
    }

    /**
     * The bytes of the file.
     *
     * @param input shape of the input, whose batch stays open
     * @param layers from the input to the scores
     */
    static byte[] write(TensorShape input, List<FoldedLayer> layers) {
        OnnxExport export = new OnnxExport(input);
        export.writer.input("image", -1, input.channels(), input.height(), input.width());
        for (int i = 0; i < layers.size(); i++) {
            export.add(layers.get(i), i + 1 == layers.size() ? "scores" : "");
        }
        return export.writer.output("scores").toBytes();
    }

    private void add(FoldedLayer layer, String lastName) {
        switch (layer.plan()) {
            case LayerPlan.Convolution c -> {
                writer.raw(weights(), layer.weights(), c.outputs(), shape.channels(), c.kernel(), c.kernel());
                writer.raw(biases(), layer.biases(), c.outputs());
                node(
                        "Conv",
                        List.of(current, weights(), biases()),
                        lastName,
                        OnnxWriter.attribute("kernel_shape", c.kernel(), c.kernel()),
                        OnnxWriter.attribute("strides", c.stride(), c.stride()),
                        OnnxWriter.attribute("pads", c.padding(), c.padding(), c.padding(), c.padding()));
            }
            case LayerPlan.Dense dense -> {
                if (!flat) {
                    node("Flatten", List.of(current), "", OnnxWriter.attribute("axis", 1));
                    flat = true;
                }
                writer.raw(weights(), layer.weights(), dense.outputs(), shape.elements());
                writer.raw(biases(), layer.biases(), dense.outputs());
                node("Gemm", List.of(current, weights(), biases()), lastName, OnnxWriter.attribute("transB", 1));
            }
            case LayerPlan.Relu _ -> node("Relu", List.of(current), lastName);
            case LayerPlan.Square _ -> node("Mul", List.of(current, current), lastName);
            case LayerPlan.AveragePool pool -> pool("AveragePool", pool.window(), lastName);
            case LayerPlan.MaxPool pool -> pool("MaxPool", pool.window(), lastName);
        }
        shape = layer.plan().outputShape(shape);
    }

    private void pool(String operator, int window, String lastName) {
        node(
                operator,
                List.of(current),
                lastName,
                OnnxWriter.attribute("kernel_shape", window, window),
                OnnxWriter.attribute("strides", window, window));
    }

    private String weights() {
        return "weights" + (count + 1);
    }

    private String biases() {
        return "biases" + (count + 1);
    }

    private void node(String operator, List<String> inputs, String lastName, byte[]... attributes) {
        count++;
        String output = lastName.isEmpty() ? "x" + count : lastName;
        writer.node(operator, inputs, output, attributes);
        current = output;
    }
}
