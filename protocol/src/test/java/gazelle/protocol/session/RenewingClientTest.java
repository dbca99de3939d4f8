package gazelle.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gazelle.protocol.SmallModels;
import gazelle.protocol.TwoParties;
import gazelle.protocol.host.ModelHost;
import gazelle.protocol.model.CompiledModel;
import gazelle.protocol.reference.ReferenceNetwork;
import gazelle.protocol.wire.SessionException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RenewingClientTest {
    private static final CompiledModel LABEL = SmallModels.label();
    private static final CompiledModel SCORES = SmallModels.scores();

    private final AtomicInteger connections = new AtomicInteger();

    private static void classify(RenewingClient client, int image) throws SessionException {
        InferenceReport report = client.classify("small-label", SmallModels.input(image), InferenceListener.NONE);
        assertThat(report.label())
                .isEqualTo(new ReferenceNetwork(LABEL.spec(), LABEL.weights()).label(SmallModels.input(image)));
    }

    private GazelleClient connect(ModelHost host) throws SessionException {
        connections.incrementAndGet();
        return GazelleClient.open(host.connectInProcess(), TwoParties.SETTINGS);
    }

    @Test
    void anyNumberOfImagesIsClassifiedWithAnOffsetForEveryTwenty() throws Exception {
        try (ModelHost host = TwoParties.host(LABEL);
                RenewingClient client = RenewingClient.open(() -> connect(host))) {
            for (int image = 0; image < 50; image++) {
                classify(client, image);
            }
            assertThat(connections).hasValueBetween(3, 4);
        }
    }

    @Test
    void scoresTakeANewOffsetEachTime() throws Exception {
        ReferenceNetwork reference = new ReferenceNetwork(SCORES.spec(), SCORES.weights());
        try (ModelHost host = TwoParties.host(SCORES);
                RenewingClient client = RenewingClient.open(() -> connect(host))) {
            for (int image = 0; image < 4; image++) {
                InferenceReport report =
                        client.classify("small-scores", SmallModels.input(image), InferenceListener.NONE);
                assertThat(report.label()).isEqualTo(reference.label(SmallModels.input(image)));
            }
            assertThat(connections).hasValueBetween(4, 5);
        }
    }

    @Test
    void theNextSessionIsSetUpBeforeItIsNeeded() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        try (ModelHost host = TwoParties.host(LABEL);
                RenewingClient client = RenewingClient.open(() -> {
                    if (connections.get() == 1) {
                        asked.countDown();
                    }
                    return connect(host);
                })) {
            for (int image = 0; image < 19; image++) {
                assertThat(asked.getCount()).isOne();
                classify(client, image);
            }
            assertThat(asked.await(10, TimeUnit.SECONDS))
                    .as("asked for with one inference left")
                    .isTrue();
            GazelleClient first = client.session();
            while (!client.isNextReady()) {
                Thread.onSpinWait();
            }
            assertThat(connections).hasValue(2);
            classify(client, 19);
            assertThat(client.session()).isNotSameAs(first);
            classify(client, 20);
            assertThat(connections).as("nobody connected while an image waited").hasValue(2);
        }
    }

    @Test
    void whatFailsInTheBackgroundIsTriedAgainWhenItIsNeeded() throws Exception {
        try (ModelHost host = TwoParties.host(LABEL);
                RenewingClient client = RenewingClient.open(() -> {
                    if (connections.get() == 1) {
                        connections.incrementAndGet();
                        throw SessionException.lost();
                    }
                    return connect(host);
                })) {
            for (int image = 0; image < 22; image++) {
                classify(client, image);
            }
            assertThat(connections).hasValue(3);
        }
    }

    @Test
    void waitingForTheNextSessionCanBeStopped() throws Exception {
        CountDownLatch connecting = new CountDownLatch(1);
        try (ModelHost host = TwoParties.host(LABEL);
                RenewingClient client = RenewingClient.open(() -> {
                    if (connections.get() == 1) {
                        connecting.countDown();
                        try {
                            new CountDownLatch(1).await();
                        } catch (InterruptedException interrupted) {
                            Thread.currentThread().interrupt();
                            throw SessionException.stopped();
                        }
                    }
                    return connect(host);
                })) {
            for (int image = 0; image < 20; image++) {
                classify(client, image);
            }
            assertThat(connecting.await(10, TimeUnit.SECONDS)).isTrue();
            CompletableFuture<Void> stopping = CompletableFuture.runAsync(
                    client::stop, CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS));
            assertThatThrownBy(() -> classify(client, 20))
                    .isInstanceOfSatisfying(
                            SessionException.class,
                            stopped -> assertThat(stopped.code()).isEqualTo(SessionException.Code.STOPPED));
            stopping.join();
        }
    }

    @Test
    void changedModelsEndTheSession() throws Exception {
        try (ModelHost before = TwoParties.host(LABEL);
                ModelHost after = TwoParties.host(LABEL, SCORES);
                RenewingClient client = RenewingClient.open(() -> connect(connections.get() == 0 ? before : after))) {
            assertThatThrownBy(() -> {
                        for (int image = 0; image < 21; image++) {
                            classify(client, image);
                        }
                    })
                    .isInstanceOfSatisfying(
                            SessionException.class,
                            changed -> assertThat(changed.code()).isEqualTo(SessionException.Code.SESSION_ENDED))
                    .hasMessageContaining("The server's models have changed");
        }
    }
}
