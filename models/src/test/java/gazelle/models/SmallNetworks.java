package gazelle.models;

import gazelle.models.onnx.OnnxWriter;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Networks and images for tests, from a fixed seed. */
public final class SmallNetworks {
    private SmallNetworks() {}

    public static float[] normal(SplittableRandom random, int count, double deviation) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (random.nextGaussian() * deviation);
        }
        return values;
    }

    /** conv 1-4 3x3 stride 2, ReLU, conv 4-6 3x3, ReLU, average pool 2x2, flatten, dense 12, ReLU, dense 3; 16x16 input. */
    public static byte[] convolutional(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return new OnnxWriter()
                .input("image", -1, 1, 16, 16)
                .output("logits")
                .raw("w1", normal(random, 36, 0.4), 4, 1, 3, 3)
                .raw("b1", normal(random, 4, 0.2), 4)
                .typed("w2", normal(random, 216, 0.2), 6, 4, 3, 3)
                .typed("b2", normal(random, 6, 0.2), 6)
                .raw("w3", normal(random, 96 * 12, 0.2), 12, 96)
                .raw("b3", normal(random, 12, 0.2), 12)
                .raw("w4", normal(random, 36, 0.5), 12, 3)
                .raw("b4", normal(random, 3, 0.2), 3)
                .integers("pads", new long[8], 8)
                .node(
                        "Conv",
                        List.of("image", "w1", "b1"),
                        "y1",
                        OnnxWriter.attribute("strides", 2, 2),
                        OnnxWriter.attribute("pads", 1, 1, 1, 1))
                .node("Relu", List.of("y1"), "x1")
                .node("Conv", List.of("x1", "w2", "b2"), "y2", OnnxWriter.attribute("pads", 1, 1, 1, 1))
                .node("Relu", List.of("y2"), "x2")
                .node("Pad", List.of("x2", "pads"), "q2")
                .node(
                        "AveragePool",
                        List.of("q2"),
                        "p2",
                        OnnxWriter.attribute("kernel_shape", 2, 2),
                        OnnxWriter.attribute("strides", 2, 2))
                .node("Flatten", List.of("p2"), "f", OnnxWriter.attribute("axis", 1))
                .node("Gemm", List.of("f", "w3", "b3"), "y3", OnnxWriter.attribute("transB", 1))
                .node("Relu", List.of("y3"), "x3")
                .node("Gemm", List.of("x3", "w4", "b4"), "logits")
                .toBytes();
    }

    /**
     * conv 1-4 5x5, ReLU, max pool 3x3 stride 2 padded by 1, conv 4-6 3x3, max pool 2x2, ReLU, average pool 2x2, flatten, dense
     * 3; 16x16 input.
     */
    public static byte[] maxPooling(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return new OnnxWriter()
                .input("image", -1, 1, 16, 16)
                .output("logits")
                .raw("w1", normal(random, 100, 0.3), 4, 1, 5, 5)
                .raw("b1", normal(random, 4, 0.2), 4)
                .raw("w2", normal(random, 216, 0.2), 6, 4, 3, 3)
                .raw("b2", normal(random, 6, 0.2), 6)
                .raw("w3", normal(random, 72, 0.5), 3, 24)
                .raw("b3", normal(random, 3, 0.2), 3)
                .node("Conv", List.of("image", "w1", "b1"), "y1", OnnxWriter.attribute("pads", 2, 2, 2, 2))
                .node("Relu", List.of("y1"), "x1")
                .node(
                        "MaxPool",
                        List.of("x1"),
                        "p1",
                        OnnxWriter.attribute("kernel_shape", 3, 3),
                        OnnxWriter.attribute("strides", 2, 2),
                        OnnxWriter.attribute("pads", 1, 1, 1, 1))
                .node("Conv", List.of("p1", "w2", "b2"), "y2", OnnxWriter.attribute("pads", 1, 1, 1, 1))
                .node(
                        "MaxPool",
                        List.of("y2"),
                        "p2",
                        OnnxWriter.attribute("kernel_shape", 2, 2),
                        OnnxWriter.attribute("strides", 2, 2))
                .node("Relu", List.of("p2"), "x2")
                .node(
                        "AveragePool",
                        List.of("x2"),
                        "q2",
                        OnnxWriter.attribute("kernel_shape", 2, 2),
                        OnnxWriter.attribute("strides", 2, 2))
                .node("Flatten", List.of("q2"), "f", OnnxWriter.attribute("axis", 1))
                .node("Gemm", List.of("f", "w3", "b3"), "logits", OnnxWriter.attribute("transB", 1))
                .toBytes();
    }

    /** Images of mean 0 and deviation 1. */
    public static List<float[]> images(long seed, int count, int values) {
        SplittableRandom random = new SplittableRandom(seed);
        return Stream.generate(() -> normal(random, values, 1)).limit(count).toList();
    }
}
