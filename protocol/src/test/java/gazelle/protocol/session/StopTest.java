package gazelle.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gazelle.protocol.SmallModels;
import gazelle.protocol.TwoParties;
import gazelle.protocol.host.ModelHost;
import gazelle.protocol.model.Activation;
import gazelle.protocol.model.ArgMax;
import gazelle.protocol.model.CompiledModel;
import gazelle.protocol.model.Convolution;
import gazelle.protocol.model.FullyConnected;
import gazelle.protocol.model.InputSpec;
import gazelle.protocol.model.Layer;
import gazelle.protocol.model.LinearWeights;
import gazelle.protocol.model.ModelCard;
import gazelle.protocol.model.NetworkSpec;
import gazelle.protocol.model.NetworkWeights;
import gazelle.protocol.model.QuantisedTensor;
import gazelle.protocol.model.TensorShape;
import gazelle.protocol.reference.ReferenceNetwork;
import gazelle.protocol.transport.ForwardingLink;
import gazelle.protocol.transport.Link;
import gazelle.protocol.transport.LoopbackLink;
import gazelle.protocol.wire.Frame;
import gazelle.protocol.wire.FrameType;
import gazelle.protocol.wire.SessionException;
import gazelle.protocol.wire.SessionException.Code;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The user's stop, whatever the client is doing or waiting for. */
@Timeout(120)
class StopTest {
    private static final Duration PROMPT = Duration.ofMillis(500);
    private static final int SIDE = 80;

    /** Enough for several chunks, ciphertexts and responses: about half a second of computing. */
    private static CompiledModel broad() {
        InputSpec input = new InputSpec(new TensorShape(1, SIDE, SIDE), 0, 15);
        NetworkSpec spec = new NetworkSpec(
                input,
                List.of(
                        new Convolution("conv", Layer.NETWORK_INPUT, 4, 3, 3, 1, 1, 1, 1, 1, 1, 1, 3, 12),
                        new Activation("relu", "conv", 2, 4),
                        new FullyConnected("scores", "relu", 2, 2, 20),
                        new ArgMax("output", "scores")));
        return new CompiledModel(
                SmallModels.card("broad", 2, ModelCard.OutputPolicy.LABEL),
                spec,
                new NetworkWeights(
                        spec,
                        Map.of(
                                "conv",
                                new LinearWeights(
                                        IntStream.range(0, 36)
                                                .map(i -> i * 5 % 7 - 3)
                                                .toArray(),
                                        new long[4]),
                                "scores",
                                new LinearWeights(
                                        IntStream.range(0, 8 * SIDE * SIDE)
                                                .map(i -> i % 3 - 1)
                                                .toArray(),
                                        new long[2]))));
    }

    private static QuantisedTensor image() {
        return new QuantisedTensor(
                new TensorShape(1, SIDE, SIDE),
                IntStream.range(0, SIDE * SIDE).map(i -> i * 7 % 16).toArray());
    }

    /** Starts a classification on a thread of its own; it gives the code it ended with, or none. */
    private static FutureTask<Optional<Code>> classifying(GazelleClient client, String model, QuantisedTensor image) {
        FutureTask<Optional<Code>> task = new FutureTask<>(() -> {
            try {
                client.classify(model, image, InferenceListener.NONE);
                return Optional.empty();
            } catch (SessionException ended) {
                return Optional.of(ended.code());
            }
        });
        Thread.ofPlatform().daemon().start(task);
        return task;
    }

    private static void assertSessionsEnd(ModelHost host) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(3).toNanos();
        while (host.openSessions() > 0 && System.nanoTime() < end) {
            Thread.sleep(5);
        }
        assertThat(host.openSessions()).isZero();
    }

    @ParameterizedTest
    @EnumSource(
            value = FrameType.class,
            names = {"OT_REQUEST", "BEGIN", "RESPONSE", "TABLES"})
    void aClientThatWaitsStopsAtOnce(FrameType awaited) throws Exception {
        try (ModelHost host = TwoParties.host(SmallModels.label())) {
            FutureTask<Boolean> waiting = new FutureTask<>(() -> true);
            Link link = host.connectInProcess();
            Link deaf = new ForwardingLink(link) {
                @Override
                public Frame receive(Duration timeout) throws SessionException {
                    Frame frame = super.receive(timeout);
                    if (frame.type() != awaited) {
                        return frame;
                    }
                    waiting.run();
                    return super.receive(timeout);
                }
            };
            try (GazelleClient client = GazelleClient.open(deaf, TwoParties.SETTINGS)) {
                FutureTask<Optional<Code>> run = classifying(client, "small-label", SmallModels.input(0));
                assertThat(waiting.get()).isTrue();
                long begin = System.nanoTime();
                client.stop();
                assertThat(run.get()).hasValue(Code.STOPPED);
                assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(PROMPT);
            }
            assertSessionsEnd(host);
        }
    }

    @Test
    void aClientThatComputesStopsPromptlyAndANewSessionIsRight() throws Exception {
        CompiledModel model = broad();
        int expected = new ReferenceNetwork(model.spec(), model.weights()).label(image());
        try (ModelHost host = TwoParties.host(model)) {
            long whole = classified(host, expected);
            int stops = 8;
            for (int i = 0; i < stops; i++) {
                try (GazelleClient client = GazelleClient.open(host.connectInProcess(), TwoParties.SETTINGS)) {
                    FutureTask<Optional<Code>> run = classifying(client, "broad", image());
                    Thread.sleep(Duration.ofNanos(whole * i / stops));
                    boolean finished = run.isDone();
                    long begin = System.nanoTime();
                    client.stop();
                    Optional<Code> code = run.get();
                    long waited = System.nanoTime() - begin;
                    if (!finished) {
                        assertThat(code).hasValue(Code.STOPPED);
                    }
                    assertThat(Duration.ofNanos(waited)).as("stop number %d", i).isLessThan(PROMPT);
                }
                assertSessionsEnd(host);
            }
            classified(host, expected);
        }
    }

    /** Nanoseconds that a session with one classification takes. */
    private static long classified(ModelHost host, int expected) throws SessionException {
        long begin = System.nanoTime();
        try (GazelleClient client = GazelleClient.open(host.connectInProcess(), TwoParties.SETTINGS)) {
            assertThat(client.classify("broad", image(), InferenceListener.NONE).label())
                    .isEqualTo(expected);
        }
        return System.nanoTime() - begin;
    }

    @Test
    void aStopInterruptsAComputationAndNothingThatComesAfterIt() throws Exception {
        try (ModelHost host = TwoParties.host(SmallModels.label());
                GazelleClient client = GazelleClient.open(host.connectInProcess(), TwoParties.SETTINGS)) {
            CountDownLatch computing = new CountDownLatch(1);
            InferenceListener longStep = new ForwardingInferenceListener(InferenceListener.NONE) {
                @Override
                public void layerStarted(int layer) {
                    computing.countDown();
                    while (!Thread.currentThread().isInterrupted()) {
                        Thread.onSpinWait();
                    }
                    throw new CancellationException("interrupted");
                }
            };
            FutureTask<Boolean> run = new FutureTask<>(() -> {
                assertStopped(() -> client.classify("small-label", SmallModels.input(0), longStep));
                client.stop();
                return Thread.interrupted();
            });
            Thread.ofPlatform().daemon().start(run);
            computing.await();
            long begin = System.nanoTime();
            client.stop();
            assertThat(run.get()).as("interrupted after its call").isFalse();
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(PROMPT);
            assertSessionsEnd(host);
        }
    }

    @Test
    void opensNoSessionAfterAnInterrupt() throws Exception {
        LoopbackLink.Pair mute = LoopbackLink.pair();
        StoppableWork work = new StoppableWork();
        FutureTask<Boolean> opening = new FutureTask<>(() -> {
            assertStopped(() -> work.run(() -> GazelleClient.open(mute.first(), TwoParties.SETTINGS)));
            return Thread.interrupted();
        });
        Thread.ofPlatform().daemon().start(opening);
        assertThat(mute.second().receive(PROMPT).type()).isEqualTo(FrameType.HELLO);
        long begin = System.nanoTime();
        work.stop();
        assertThat(opening.get()).isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(PROMPT);
        assertThatThrownBy(() -> mute.second().receive(PROMPT))
                .isInstanceOfSatisfying(
                        SessionException.class, lost -> assertThat(lost.code()).isEqualTo(Code.CONNECTION_LOST));
    }

    private static void assertStopped(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SessionException.class,
                        stopped -> assertThat(stopped.code()).isEqualTo(Code.STOPPED));
    }

    @Test
    void nothingRunsAfterAStop() throws Exception {
        try (ModelHost host = TwoParties.host(SmallModels.label());
                GazelleClient client = GazelleClient.open(host.connectInProcess(), TwoParties.SETTINGS)) {
            client.stop();
            assertThat(classifying(client, "small-label", SmallModels.input(0)).get())
                    .hasValue(Code.STOPPED);
            assertThat(client.setupBytesUp()).isZero();
        }
    }
}
