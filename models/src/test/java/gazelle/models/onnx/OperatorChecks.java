package gazelle.models.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import gazelle.models.SmallNetworks;
import gazelle.models.network.FloatAffine;
import gazelle.models.network.FloatNetwork;
import gazelle.models.simplify.Simplifier;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Small graphs with random weights, and their comparison with onnxruntime. */
final class OperatorChecks {
    private static final SplittableRandom RANDOM = new SplittableRandom(17);

    private OperatorChecks() {}

    static float[] random(int count) {
        return SmallNetworks.normal(RANDOM, count, 0.5);
    }

    static byte[] pads(int... each) {
        return OnnxWriter.attribute("pads", Arrays.stream(each).asLongStream().toArray());
    }

    static byte[] both(String name, int value) {
        return OnnxWriter.attribute(name, value, value);
    }

    static OnnxWriter image() {
        return new OnnxWriter().input("x", 1, 3, 9, 8).output("y");
    }

    /** Our own result, in the order of the file's output if that is not CHW, equals the judge's. */
    static FloatNetwork check(byte[] file, UnaryOperator<float[]> order, long... sizes) throws Exception {
        FloatNetwork network = OnnxReader.read(file);
        try (OnnxRuntime judge = new OnnxRuntime(file)) {
            for (int i = 0; i < 3; i++) {
                float[] image = random(network.input().elements());
                float[] expected = judge.run(order.apply(image), sizes);
                assertThat(network.logits(image)).containsExactly(expected, offset(1e-4f));
            }
        }
        return network;
    }

    static FloatNetwork check(byte[] file) throws Exception {
        return check(file, UnaryOperator.identity(), 1, 3, 9, 8);
    }

    static FloatNetwork checkSimplified(byte[] file) throws Exception {
        FloatNetwork network = check(file);
        List<float[]> images = Stream.generate(() -> random(network.input().elements()))
                .limit(3)
                .toList();
        FloatNetwork simple = Simplifier.simplify(network, images);
        for (float[] image : images) {
            assertThat(simple.logits(image)).containsExactly(network.logits(image), offset(1e-4f));
        }
        assertThat(simple.layers()).noneMatch(layer -> layer instanceof FloatAffine);
        return simple;
    }
}
