package gazelle.protocol.host;

import gazelle.protocol.model.Activation;
import gazelle.protocol.model.ArgMax;
import gazelle.protocol.model.CompiledModel;
import gazelle.protocol.model.Convolution;
import gazelle.protocol.model.FullyConnected;
import gazelle.protocol.model.InputSpec;
import gazelle.protocol.model.Layer;
import gazelle.protocol.model.LinearLayer;
import gazelle.protocol.model.LinearWeights;
import gazelle.protocol.model.MaxPool;
import gazelle.protocol.model.ModelCard;
import gazelle.protocol.model.NetworkSpec;
import gazelle.protocol.model.NetworkWeights;
import gazelle.protocol.model.QuantisedTensor;
import gazelle.protocol.model.TensorShape;
import gazelle.protocol.session.GazelleClient;
import gazelle.protocol.session.InferenceListener;
import gazelle.protocol.session.PreparedModel;
import gazelle.protocol.session.RenewingClient;
import gazelle.protocol.session.SessionSettings;
import gazelle.protocol.session.StoppableWork;
import gazelle.protocol.wire.SessionException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Classifies made-up images with a made-up network, both sides within this process, until the JVM has compiled what they run; in a
 * thread of its own, while a window or a server comes up. Without it the first inference of a process takes several times as long as
 * the later ones. Nothing of it touches a network, a model or an image of the user.
 */
public final class WarmUp implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
    private static final String MODEL = "warm-up";
    private static final int MOST_RUNS = 200;

    /** Compiled enough: so many runs in a row without a new best time. */
    private static final int STEADY_RUNS = 15;

    private static final int PIXEL_BITS = 4;
    private static final int WEIGHT_BITS = 3;
    private static final InputSpec INPUT = new InputSpec(new TensorShape(4, 16, 16), 0, (1 << PIXEL_BITS) - 1);

    private final StoppableWork work = new StoppableWork();
    private final Thread thread;
    private final AtomicInteger inferences = new AtomicInteger();

    private WarmUp(SessionSettings settings) {
        thread = Thread.ofPlatform().name("warm-up").daemon().unstarted(() -> warmUp(settings));
    }

    /** Starts warming up; closing it ends that early. */
    public static WarmUp start(SessionSettings settings) {
        WarmUp warmUp = new WarmUp(settings);
        warmUp.thread.start();
        return warmUp;
    }

    /** Waits for the end. */
    public void await() throws InterruptedException {
        thread.join();
    }

    /** Returns the number of made-up inferences that ran to their end so far. */
    public int inferences() {
        return inferences.get();
    }

    /** Makes room for real work: ends soon, and is not waited for. */
    @Override
    public void close() {
        work.stop();
    }

    private void warmUp(SessionSettings settings) {
        try {
            double best = work.run(() -> classifyUntilSteady(settings));
            LOG.debug("warm after {} inferences, the best in {} s", inferences, best);
        } catch (SessionException stopped) {
            LOG.debug("warm-up ended early: {}", stopped.code());
        }
    }

    private double classifyUntilSteady(SessionSettings settings) throws SessionException {
        try (ModelHost host = new ModelHost(List.of(new PreparedModel(model())), settings, 2);
                RenewingClient client =
                        RenewingClient.open(() -> GazelleClient.open(host.connectInProcess(), settings))) {
            QuantisedTensor image = new QuantisedTensor(
                    INPUT.shape(),
                    IntStream.range(0, INPUT.shape().elements())
                            .map(i -> i & INPUT.high())
                            .toArray());
            double best = Double.POSITIVE_INFINITY;
            for (int steady = 0; inferences.get() < MOST_RUNS && steady < STEADY_RUNS; steady++) {
                double seconds =
                        client.classify(MODEL, image, InferenceListener.NONE).seconds();
                inferences.incrementAndGet();
                if (seconds < best) {
                    best = seconds;
                    steady = 0;
                }
            }
            return best;
        }
    }

    /** Every kind of step that costs time: two convolutions, ReLU, max pooling, a fully connected layer and arg-max. */
    private static CompiledModel model() {
        List<Layer> layers = List.of(
                new Convolution("conv1", Layer.NETWORK_INPUT, 8, 3, 3, 1, 1, 1, 1, 1, 1, 1, WEIGHT_BITS, 13),
                new Activation("relu", "conv1", 6, PIXEL_BITS),
                new Convolution("conv2", "relu", 8, 3, 3, 1, 1, 1, 1, 1, 1, 1, WEIGHT_BITS, 13),
                new MaxPool("pool", "conv2", 8, PIXEL_BITS, 2, 2, 2, 2, 0, 0, 0, 0),
                new FullyConnected("scores", "pool", 3, WEIGHT_BITS, 16),
                new ArgMax("label", "scores"));
        NetworkSpec spec = new NetworkSpec(INPUT, layers);
        Map<String, LinearWeights> weights = new HashMap<>();
        for (int i = 0; i < layers.size(); i++) {
            if (layers.get(i) instanceof LinearLayer linear) {
                int count = linear.weightCount(spec.graph().inputShapes(i).getFirst());
                weights.put(
                        linear.name(),
                        new LinearWeights(
                                IntStream.range(0, count)
                                        .map(w -> w * 5 % 7 - 3)
                                        .toArray(),
                                new long[linear.outputChannels()]));
            }
        }
        ModelCard card = new ModelCard(
                MODEL,
                "1",
                "Warm-up",
                "A made-up network; it means nothing.",
                IntStream.range(0, spec.classCount())
                        .mapToObj(i -> new ModelCard.ClassFigures(Integer.toString(i), 0, 0, 0))
                        .toList(),
                new ModelCard.InputPreparation("box", "none", "unit", INPUT.high()),
                List.of(),
                spec.output().policy(),
                new ModelCard.TestFigures("none", 0, 0, 0),
                List.of("A made-up network; it means nothing."),
                "Apache-2.0");
        return new CompiledModel(card, spec, new NetworkWeights(spec, weights));
    }
}
