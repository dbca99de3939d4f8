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

    /** One of the graphs by name; all take 1x16x16 and give 3 scores. */
    public static byte[] graph(String name, long seed) {
        return switch (name) {
            case "residual" -> residual(seed);
            case "joined" -> joined(seed);
            case "squares" -> squares(seed);
            case "capped" -> capped(seed);
            case "shifted" -> shifted(seed);
            case "bottlenecks" -> bottlenecks(seed);
            default -> throw new IllegalArgumentException("name: " + name);
        };
    }

    private static byte[] padsOf(int each) {
        return OnnxWriter.attribute("pads", each, each, each, each);
    }

    /**
     * conv 1-6 3x3 stride 2, ReLU; conv, batch norm, ReLU, conv, plus the skip, ReLU; conv and pointwise conv of stride 2 added, batch
     * norm, ReLU; average pool 2x2, flatten, dense 3, softmax.
     */
    public static byte[] residual(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return new OnnxWriter()
                .input("image", -1, 1, 16, 16)
                .output("scores")
                .raw("w1", normal(random, 54, 0.4), 6, 1, 3, 3)
                .raw("b1", normal(random, 6, 0.2), 6)
                .raw("w2", normal(random, 324, 0.2), 6, 6, 3, 3)
                .raw("gamma", new float[] {1.5f, 0.5f, 1, 0.8f, 1.2f, -0.7f}, 6)
                .raw("beta", normal(random, 6, 0.2), 6)
                .raw("mean", normal(random, 6, 0.2), 6)
                .raw("variance", new float[] {1, 2, 0.5f, 1, 1.5f, 0.8f}, 6)
                .raw("w3", normal(random, 324, 0.2), 6, 6, 3, 3)
                .raw("b3", normal(random, 6, 0.2), 6)
                .raw("w4", normal(random, 432, 0.2), 8, 6, 3, 3)
                .raw("w5", normal(random, 48, 0.4), 8, 6, 1, 1)
                .raw("b5", normal(random, 8, 0.2), 8)
                .raw("w6", normal(random, 96, 0.8), 32, 3)
                .raw("b6", new float[] {0.1f, 0, -0.1f}, 3)
                .node(
                        "Conv",
                        List.of("image", "w1", "b1"),
                        "y1",
                        OnnxWriter.attribute("strides", 2, 2),
                        OnnxWriter.attribute("pads", 1, 1, 1, 1))
                .node("Relu", List.of("y1"), "x1")
                .node("Conv", List.of("x1", "w2"), "y2", padsOf(1))
                .node("BatchNormalization", List.of("y2", "gamma", "beta", "mean", "variance"), "n2")
                .node("Relu", List.of("n2"), "x2")
                .node("Conv", List.of("x2", "w3", "b3"), "y3", padsOf(1))
                .node("Add", List.of("x1", "y3"), "s3")
                .node("Relu", List.of("s3"), "x3")
                .node("Conv", List.of("x3", "w4"), "y4", OnnxWriter.attribute("strides", 2, 2), padsOf(1))
                .node("Conv", List.of("x3", "w5", "b5"), "y5", OnnxWriter.attribute("strides", 2, 2))
                .node("Add", List.of("y4", "y5"), "s5")
                .node("Relu", List.of("s5"), "x5")
                .node(
                        "AveragePool",
                        List.of("x5"),
                        "p5",
                        OnnxWriter.attribute("kernel_shape", 2, 2),
                        OnnxWriter.attribute("strides", 2, 2))
                .node("Flatten", List.of("p5"), "f5")
                .node("Gemm", List.of("f5", "w6", "b6"), "y6")
                .node("Softmax", List.of("y6"), "scores", OnnxWriter.attribute("axis", 1))
                .toBytes();
    }

    /** conv 1-4 stride 2, ReLU; two branches joined (one depthwise), batch norm, ReLU, max pool; dense 3. */
    public static byte[] joined(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return new OnnxWriter()
                .input("image", -1, 1, 16, 16)
                .output("scores")
                .raw("w1", normal(random, 36, 0.4), 4, 1, 3, 3)
                .raw("b1", normal(random, 4, 0.2), 4)
                .raw("w2", normal(random, 36, 0.4), 4, 1, 3, 3)
                .raw("w3", normal(random, 12, 0.6), 3, 4, 1, 1)
                .raw("gamma", new float[] {1.5f, 0.5f, 1, 0.8f, 1.2f, -0.7f, 1}, 7)
                .raw("beta", normal(random, 7, 0.2), 7)
                .raw("mean", normal(random, 7, 0.2), 7)
                .raw("variance", new float[] {1, 2, 0.5f, 1, 1.5f, 0.8f, 1}, 7)
                .raw("w4", normal(random, 7 * 16 * 3, 0.3), 3, 7 * 16)
                .raw("b4", normal(random, 3, 0.2), 3)
                .node("Conv", List.of("image", "w1", "b1"), "y1", OnnxWriter.attribute("strides", 2, 2), padsOf(1))
                .node("Relu", List.of("y1"), "x1")
                .node("Conv", List.of("x1", "w2"), "y2", OnnxWriter.attribute("group", 4), padsOf(1))
                .node("Conv", List.of("x1", "w3"), "y3")
                .node("Concat", List.of("y2", "y3"), "j", OnnxWriter.attribute("axis", 1))
                .node("BatchNormalization", List.of("j", "gamma", "beta", "mean", "variance"), "n")
                .node("Relu", List.of("n"), "x2")
                .node(
                        "MaxPool",
                        List.of("x2"),
                        "p",
                        OnnxWriter.attribute("kernel_shape", 2, 2),
                        OnnxWriter.attribute("strides", 2, 2))
                .node("Flatten", List.of("p"), "f")
                .node("Gemm", List.of("f", "w4", "b4"), "scores", OnnxWriter.attribute("transB", 1))
                .toBytes();
    }

    /** conv 1-6 5x5 stride 2, square, dense 48, square, dense 3: as GAZELLE's network B, smaller. */
    public static byte[] squares(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return new OnnxWriter()
                .input("image", -1, 1, 16, 16)
                .output("scores")
                .raw("w1", normal(random, 150, 0.2), 6, 1, 5, 5)
                .raw("b1", normal(random, 6, 0.2), 6)
                .raw("w2", normal(random, 384 * 48, 0.05), 48, 384)
                .raw("b2", normal(random, 48, 0.2), 48)
                .raw("w3", normal(random, 48 * 3, 0.2), 3, 48)
                .raw("b3", normal(random, 3, 0.2), 3)
                .node("Conv", List.of("image", "w1", "b1"), "y1", OnnxWriter.attribute("strides", 2, 2), padsOf(2))
                .node("Mul", List.of("y1", "y1"), "x1")
                .node("Flatten", List.of("x1"), "f")
                .node("Gemm", List.of("f", "w2", "b2"), "y2", OnnxWriter.attribute("transB", 1))
                .node("Mul", List.of("y2", "y2"), "x2")
                .node("Gemm", List.of("x2", "w3", "b3"), "scores", OnnxWriter.attribute("transB", 1))
                .toBytes();
    }

    /** conv 1-4 stride 2, ReLU capped at 1, depthwise, ReLU6, pointwise, ReLU6, average pool 2x2, dense 3. */
    public static byte[] capped(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return new OnnxWriter()
                .input("image", -1, 1, 16, 16)
                .output("scores")
                .raw("zero", new float[] {0}, 1)
                .raw("one", new float[] {1}, 1)
                .raw("six", new float[] {6}, 1)
                .raw("w1", normal(random, 36, 0.4), 4, 1, 3, 3)
                .raw("b1", normal(random, 4, 0.2), 4)
                .raw("w2", normal(random, 36, 0.4), 4, 1, 3, 3)
                .raw("b2", normal(random, 4, 0.2), 4)
                .raw("w3", normal(random, 32, 0.6), 8, 4, 1, 1)
                .raw("w4", normal(random, 384, 0.5), 3, 128)
                .raw("b4", normal(random, 3, 0.1), 3)
                .node("Conv", List.of("image", "w1", "b1"), "y1", OnnxWriter.attribute("strides", 2, 2), padsOf(1))
                .node("Clip", List.of("y1", "zero", "one"), "x1")
                .node("Conv", List.of("x1", "w2", "b2"), "y2", OnnxWriter.attribute("group", 4), padsOf(1))
                .node("Clip", List.of("y2", "zero", "six"), "x2")
                .node("Conv", List.of("x2", "w3"), "y3")
                .node("Clip", List.of("y3"), "x3", OnnxWriter.real("min", 0), OnnxWriter.real("max", 6))
                .node(
                        "AveragePool",
                        List.of("x3"),
                        "p",
                        OnnxWriter.attribute("kernel_shape", 2, 2),
                        OnnxWriter.attribute("strides", 2, 2))
                .node("Flatten", List.of("p"), "f")
                .node("Gemm", List.of("f", "w4", "b4"), "scores", OnnxWriter.attribute("transB", 1))
                .toBytes();
    }

    /**
     * Constants in front of zero padding and poolings: a mean is subtracted; conv 1-4 stride 2, ReLU, batch norm, max pool; conv, ReLU,
     * batch norm with factors below zero; conv in two groups, ReLU, batch norm, average pool 2x2; dense 3.
     */
    public static byte[] shifted(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return new OnnxWriter()
                .input("image", -1, 1, 16, 16)
                .output("scores")
                .raw("pixels", new float[] {-0.4f}, 1, 1, 1)
                .raw("w1", normal(random, 36, 0.7), 4, 1, 3, 3)
                .raw("b1", normal(random, 4, 0.2), 4)
                .raw("gamma1", new float[] {1.5f, 0.5f, 1, 0.8f}, 4)
                .raw("beta1", normal(random, 4, 0.5), 4)
                .raw("mean1", new float[] {1, 0.8f, 0.5f, 0.9f}, 4)
                .raw("variance1", new float[] {1, 2, 0.5f, 1}, 4)
                .raw("w2", normal(random, 216, 0.5), 6, 4, 3, 3)
                .raw("b2", normal(random, 6, 0.2), 6)
                .raw("gamma2", new float[] {1.2f, -0.5f, 1, -0.8f, 0.7f, 1}, 6)
                .raw("beta2", normal(random, 6, 0.5), 6)
                .raw("mean2", new float[] {1, 0.8f, 1.2f, 0.9f, 1.1f, 1}, 6)
                .raw("variance2", new float[] {1, 2, 0.5f, 1, 1.5f, 0.8f}, 6)
                .raw("w3", normal(random, 162, 0.6), 6, 3, 3, 3)
                .raw("b3", normal(random, 6, 0.2), 6)
                .raw("w4", normal(random, 72, 0.6), 3, 24)
                .raw("b4", normal(random, 3, 0.1), 3)
                .node("Sub", List.of("image", "pixels"), "x0")
                .node("Conv", List.of("x0", "w1", "b1"), "y1", OnnxWriter.attribute("strides", 2, 2), padsOf(1))
                .node("Relu", List.of("y1"), "x1")
                .node("BatchNormalization", List.of("x1", "gamma1", "beta1", "mean1", "variance1"), "n1")
                .node(
                        "MaxPool",
                        List.of("n1"),
                        "p1",
                        OnnxWriter.attribute("kernel_shape", 2, 2),
                        OnnxWriter.attribute("strides", 2, 2))
                .node("Conv", List.of("p1", "w2", "b2"), "y2", padsOf(1))
                .node("Relu", List.of("y2"), "x2")
                .node("BatchNormalization", List.of("x2", "gamma2", "beta2", "mean2", "variance2"), "n2")
                .node(
                        "Conv",
                        List.of("n2", "w3", "b3"),
                        "y3",
                        OnnxWriter.attribute("group", 2),
                        OnnxWriter.attribute("pads", 0, 2, 2, 0))
                .node("Relu", List.of("y3"), "x3")
                .node("BatchNormalization", List.of("x3", "gamma2", "beta2", "mean2", "variance2"), "n3")
                .node(
                        "AveragePool",
                        List.of("n3"),
                        "p3",
                        OnnxWriter.attribute("kernel_shape", 2, 2),
                        OnnxWriter.attribute("strides", 2, 2))
                .node("Flatten", List.of("p3"), "f")
                .node("Gemm", List.of("f", "w4", "b4"), "scores", OnnxWriter.attribute("transB", 1))
                .toBytes();
    }

    /**
     * Inverted residuals, whose narrow ends have no activation: conv 1-6 stride 2, ReLU6, pointwise 3; twice pointwise 6, ReLU6,
     * depthwise, ReLU6, pointwise 3, the first time plus the skip; average pool 2x2, dense 3.
     */
    public static byte[] bottlenecks(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        OnnxWriter writer = new OnnxWriter()
                .input("image", -1, 1, 16, 16)
                .output("scores")
                .raw("zero", new float[] {0})
                .raw("six", new float[] {6})
                .raw("w", normal(random, 54, 0.6), 6, 1, 3, 3)
                .raw("p", normal(random, 18, 0.5), 3, 6, 1, 1)
                .node("Conv", List.of("image", "w"), "y", OnnxWriter.attribute("strides", 2, 2), padsOf(1))
                .node("Clip", List.of("y", "zero", "six"), "x")
                .node("Conv", List.of("x", "p"), "n0");
        for (int block = 1; block <= 2; block++) {
            String n = String.valueOf(block);
            writer.raw("e" + n, normal(random, 18, 0.7), 6, 3, 1, 1)
                    .raw("b" + n, normal(random, 6, 0.2), 6)
                    .raw("d" + n, normal(random, 54, 0.5), 6, 1, 3, 3)
                    .raw("p" + n, normal(random, 18, 0.5), 3, 6, 1, 1)
                    .node("Conv", List.of("n" + (block - 1), "e" + n, "b" + n), "y" + n)
                    .node("Clip", List.of("y" + n, "zero", "six"), "x" + n)
                    .node("Conv", List.of("x" + n, "d" + n), "z" + n, OnnxWriter.attribute("group", 6), padsOf(1))
                    .node("Clip", List.of("z" + n, "zero", "six"), "v" + n)
                    .node("Conv", List.of("v" + n, "p" + n), block == 1 ? "m1" : "n2");
            if (block == 1) {
                writer.node("Add", List.of("n0", "m1"), "n1");
            }
        }
        return writer.raw("u", normal(random, 144, 0.8), 3, 48)
                .raw("c", normal(random, 3, 0.1), 3)
                .node(
                        "AveragePool",
                        List.of("n2"),
                        "q",
                        OnnxWriter.attribute("kernel_shape", 2, 2),
                        OnnxWriter.attribute("strides", 2, 2))
                .node("Flatten", List.of("q"), "f")
                .node("Gemm", List.of("f", "u", "c"), "scores", OnnxWriter.attribute("transB", 1))
                .toBytes();
    }

    /** Images of mean 0 and deviation 1. */
    public static List<float[]> images(long seed, int count, int values) {
        SplittableRandom random = new SplittableRandom(seed);
        return Stream.generate(() -> normal(random, values, 1)).limit(count).toList();
    }
}
