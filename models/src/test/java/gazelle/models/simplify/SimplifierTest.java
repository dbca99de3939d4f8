package gazelle.models.simplify;

import static org.assertj.core.api.Assertions.assertThat;

import gazelle.models.SmallNetworks;
import gazelle.models.network.FloatAdd;
import gazelle.models.network.FloatAffine;
import gazelle.models.network.FloatAveragePool;
import gazelle.models.network.FloatConcatenation;
import gazelle.models.network.FloatLinear;
import gazelle.models.network.FloatMaxPool;
import gazelle.models.network.FloatNetwork;
import gazelle.models.network.FloatRelu;
import gazelle.models.network.FloatSquare;
import gazelle.models.network.NetworkDraft;
import gazelle.models.network.NetworkDraft.Node;
import gazelle.protocol.model.AveragePool;
import gazelle.protocol.model.Convolution;
import gazelle.protocol.model.FullyConnected;
import gazelle.protocol.model.Layer;
import gazelle.protocol.model.LinearLayer;
import gazelle.protocol.model.MaxPool;
import gazelle.protocol.model.TensorShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Random graphs of all layers, in any order: simplified they give the same scores, or are refused for a reason. */
class SimplifierTest {
    private static final int GRAPHS = 2_000;
    private static final int MOST_STEPS = 9;

    /** Draws one graph. */
    private static final class Graph {
        private final SplittableRandom random;
        private final NetworkDraft draft;
        private final List<Node> tensors = new ArrayList<>();

        Graph(long seed) {
            random = new SplittableRandom(seed);
            draft = new NetworkDraft(new TensorShape(random.nextInt(1, 4), 6, random.nextInt(5, 8)));
            tensors.add(draft.input());
        }

        FloatNetwork network() {
            int steps = random.nextInt(2, MOST_STEPS + 1);
            for (int i = 0; i < steps; i++) {
                // Mostly the newest, sometimes an older one, which then has several takers.
                Node source = random.nextInt(4) > 0 ? tensors.getLast() : any();
                tensors.add(step(source));
            }
            Node last = tensors.getLast();
            FullyConnected scores = new FullyConnected(
                    "scores", Layer.NETWORK_INPUT, 3, LinearLayer.MAX_WEIGHT_BITS, LinearLayer.MAX_RING_BITS);
            draft.setOutput(draft.add(
                    new FloatLinear(scores, normal(3 * last.shape().elements(), 0.3), normal(3, 0.1)), last));
            return draft.finish();
        }

        private Node any() {
            return tensors.get(random.nextInt(tensors.size()));
        }

        private float[] normal(int count, double deviation) {
            return SmallNetworks.normal(random, count, deviation);
        }

        private Node step(Node source) {
            TensorShape shape = source.shape();
            return switch (random.nextInt(13)) {
                case 10 -> chosen(source);
                case 11 -> leaky(source);
                case 12 -> placed(source);
                case 0, 1, 2 -> convolution(source);
                case 3, 4 ->
                    draft.add(
                            new FloatRelu(
                                    draft.freshName("relu"), random.nextInt(4) == 0 ? 2 : Float.POSITIVE_INFINITY),
                            source);
                case 5 -> affine(source);
                case 6 -> pool(source);
                case 7 -> added(source, any());
                case 8 -> joined(source, any());
                default ->
                    shape.channels() > 4 || random.nextBoolean()
                            ? affine(source)
                            : draft.add(new FloatSquare(draft.freshName("square")), source);
            };
        }

        private Node convolution(Node source) {
            int channels = source.shape().channels();
            int groups = random.nextInt(3) == 0 ? channels : 1;
            int outputs = groups * random.nextInt(1, groups == 1 ? 5 : 2);
            int side = Math.min(
                    random.nextInt(1, 4),
                    Math.min(source.shape().height(), source.shape().width()));
            int pad = side > 1 ? random.nextInt(side) : 0;
            Convolution geometry = new Convolution(
                    draft.freshName("conv"),
                    Layer.NETWORK_INPUT,
                    outputs,
                    side,
                    side,
                    random.nextInt(1, 3),
                    1,
                    pad,
                    side > 1 ? random.nextInt(side) : 0,
                    pad,
                    0,
                    groups,
                    LinearLayer.MAX_WEIGHT_BITS,
                    LinearLayer.MAX_RING_BITS);
            int weights = outputs * (channels / groups) * side * side;
            return draft.add(
                    new FloatLinear(
                            geometry, normal(weights, Math.sqrt((double) outputs / weights)), normal(outputs, 0.3)),
                    source);
        }

        private Convolution pointwise(int outputs, int groups, int stride) {
            return new Convolution(
                    draft.freshName("choice"),
                    Layer.NETWORK_INPUT,
                    outputs,
                    1,
                    1,
                    stride,
                    stride,
                    0,
                    0,
                    0,
                    0,
                    groups,
                    LinearLayer.MAX_WEIGHT_BITS,
                    LinearLayer.MAX_RING_BITS);
        }

        /** Some channels, in any order or ascending, of every pixel or every second. */
        private Node chosen(Node source) {
            int channels = source.shape().channels();
            int outputs = random.nextInt(1, 5);
            float[] weights = new float[outputs * channels];
            int[] which = random.ints(outputs, 0, channels).toArray();
            if (random.nextBoolean()) {
                Arrays.sort(which);
            }
            for (int o = 0; o < outputs; o++) {
                weights[o * channels + which[o]] = random.nextInt(8) == 0 ? 0 : 1;
            }
            return draft.add(
                    new FloatLinear(pointwise(outputs, 1, random.nextInt(1, 3)), weights, new float[outputs]), source);
        }

        /** A slope above zero and one below. */
        private Node leaky(Node source) {
            int channels = source.shape().channels();
            float[] signs = new float[2 * channels];
            for (int i = 0; i < signs.length; i++) {
                signs[i] = i % 2 == 0 ? 1 : -1;
            }
            Node both = draft.add(
                    new FloatLinear(pointwise(2 * channels, channels, 1), signs, new float[2 * channels]), source);
            Node rectified = draft.add(new FloatRelu(draft.freshName("relu")), both);
            return draft.add(
                    new FloatLinear(pointwise(channels, channels, 1), normal(2 * channels, 0.7), new float[channels]),
                    rectified);
        }

        /** Factors by place, as of means without their padding. */
        private Node placed(Node source) {
            TensorShape shape = source.shape();
            int places = shape.height() * shape.width();
            float[] factors = new float[shape.elements()];
            for (int i = 0; i < factors.length; i++) {
                factors[i] = i < places ? 0.5f + random.nextInt(1, 4) : factors[i % places];
            }
            Node scaled =
                    draft.add(new FloatAffine(draft.freshName("border"), factors, new float[factors.length]), source);
            return draft.add(
                    new FloatAveragePool(
                            draft.freshName("pool"), new AveragePool("a", "x", shape.height(), shape.width(), 1, 1)),
                    random.nextBoolean() ? scaled : draft.add(new FloatRelu(draft.freshName("relu")), scaled));
        }

        private Node affine(Node source) {
            boolean byElement = random.nextInt(20) == 0;
            int channels =
                    byElement ? source.shape().elements() : source.shape().channels();
            float[] scales = normal(channels, 1);
            if (random.nextInt(3) > 0) {
                for (int c = 0; c < channels; c++) {
                    scales[c] = Math.abs(scales[c]) + 0.1f;
                }
            }
            return draft.add(new FloatAffine(draft.freshName("affine"), scales, normal(channels, 0.5)), source);
        }

        private Node pool(Node source) {
            int side =
                    Math.min(2, Math.min(source.shape().height(), source.shape().width()));
            int stride = random.nextInt(1, 3);
            return random.nextBoolean()
                    ? draft.add(
                            new FloatMaxPool(
                                    draft.freshName("maxpool"),
                                    new MaxPool("m", "x", 0, 1, side, side, stride, stride, 0, 0, 0, 0)),
                            source)
                    : draft.add(
                            new FloatAveragePool(
                                    draft.freshName("pool"), new AveragePool("a", "x", side, side, stride, stride)),
                            source);
        }

        private Node added(Node first, Node second) {
            return first.shape().equals(second.shape())
                    ? draft.add(new FloatAdd(draft.freshName("add")), List.of(first, second))
                    : convolution(first);
        }

        private Node joined(Node first, Node second) {
            TensorShape a = first.shape();
            TensorShape b = second.shape();
            boolean fit = a.height() == b.height() && a.width() == b.width() && a.channels() + b.channels() < 12;
            return fit
                    ? draft.add(new FloatConcatenation(draft.freshName("concat")), List.of(first, second))
                    : convolution(first);
        }
    }

    @Test
    @Timeout(120)
    void givesTheSameScoresOrRefusesWithAReason() {
        int simplified = 0;
        int requantised = 0;
        for (int seed = 0; seed < GRAPHS; seed++) {
            FloatNetwork network = new Graph(seed).network();
            SplittableRandom random = new SplittableRandom(seed);
            List<float[]> images = Stream.generate(
                            () -> SmallNetworks.normal(random, network.input().elements(), 1))
                    .limit(3)
                    .toList();
            FloatNetwork simple;
            try {
                simple = Simplifier.simplify(network, images);
            } catch (IllegalArgumentException refused) {
                assertThat(refused).as("graph %d", seed).hasMessageContaining("expected");
                continue;
            }
            simplified++;
            requantised +=
                    simple.layers().stream().anyMatch(layer -> layer.name().startsWith("requantise")) ? 1 : 0;
            assertThat(simple.layers()).as("graph %d", seed).noneMatch(layer -> layer instanceof FloatAffine);
            for (float[] image : images) {
                float[] expected = network.logits(image);
                float[] actual = simple.logits(image);
                for (int i = 0; i < expected.length; i++) {
                    assertThat(Math.abs(actual[i] - expected[i]))
                            .as("graph %d, score %d: %s, was %s", seed, i, actual[i], expected[i])
                            .isLessThan(1e-3f * Math.max(1, Math.abs(expected[i])));
                }
            }
        }
        assertThat(simplified).isGreaterThan(GRAPHS * 3 / 4);
        assertThat(requantised).isGreaterThan(GRAPHS / 10);
    }
}
