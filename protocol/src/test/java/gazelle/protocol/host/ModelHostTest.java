package gazelle.protocol.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gazelle.protocol.SmallModels;
import gazelle.protocol.TwoParties;
import gazelle.protocol.model.CompiledModel;
import gazelle.protocol.reference.ReferenceNetwork;
import gazelle.protocol.session.GazelleClient;
import gazelle.protocol.session.InferenceListener;
import gazelle.protocol.session.PreparedModel;
import gazelle.protocol.session.SessionLimits;
import gazelle.protocol.session.SessionSettings;
import gazelle.protocol.transport.ForwardingLink;
import gazelle.protocol.transport.Link;
import gazelle.protocol.transport.netty.TlsClient;
import gazelle.protocol.transport.netty.TlsServer;
import gazelle.protocol.transport.tls.TlsIdentity;
import gazelle.protocol.wire.Frame;
import gazelle.protocol.wire.FrameType;
import gazelle.protocol.wire.SessionException;
import gazelle.protocol.wire.SessionException.Code;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The end of a host's sessions when a client or the host itself goes away. */
@Timeout(60)
class ModelHostTest {
    private static final CompiledModel MODEL = SmallModels.label();
    private static final PreparedModel PREPARED = new PreparedModel(MODEL);

    private static ModelHost hostOfOneSession(Duration silence) {
        return new ModelHost(List.of(PREPARED), new SessionSettings(new SecureRandom(), System::nanoTime, silence), 1);
    }

    /** Returns a link that tells of each frame that is about to be sent. */
    private static Link watched(Link inner, Consumer<FrameType> sending) {
        return new ForwardingLink(inner) {
            @Override
            public void send(Frame frame, Duration timeout) throws SessionException {
                sending.accept(frame.type());
                super.send(frame, timeout);
            }
        };
    }

    private static void assertNoSessionIn(ModelHost host, Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        while (host.openSessions() > 0 && System.nanoTime() < end) {
            Thread.sleep(5);
        }
        assertThat(host.openSessions()).isZero();
    }

    private static void assertServes(ModelHost host) throws SessionException {
        try (GazelleClient client = GazelleClient.open(host.connectInProcess(), TwoParties.SETTINGS)) {
            assertThat(client.classify("small-label", SmallModels.input(3), InferenceListener.NONE)
                            .label())
                    .isEqualTo(new ReferenceNetwork(MODEL.spec(), MODEL.weights()).label(SmallModels.input(3)));
        }
    }

    private static void classify(Link link) throws SessionException {
        try (GazelleClient client = GazelleClient.open(link, TwoParties.SETTINGS)) {
            client.classify("small-label", SmallModels.input(0), InferenceListener.NONE);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = FrameType.class,
            names = {"HELLO", "KEYS", "OT_REPLY", "START", "CIPHERTEXT", "OT_EXTENSION", "CHOICES"})
    void aLostClientFreesItsPlaceForTheNextOne(FrameType last) throws Exception {
        try (ModelHost host = hostOfOneSession(Duration.ofSeconds(30))) {
            Link link = host.connectInProcess();
            Link cut = watched(link, type -> {
                if (type == last) {
                    link.close();
                }
            });
            assertThatThrownBy(() -> classify(cut))
                    .isInstanceOfSatisfying(
                            SessionException.class,
                            lost -> assertThat(lost.code()).isEqualTo(Code.CONNECTION_LOST));
            assertNoSessionIn(host, Duration.ofSeconds(3));
            assertServes(host);
        }
    }

    @Test
    void aClientThatNeverGreetsLosesItsPlace() throws Exception {
        try (ModelHost host = new ModelHost(
                        List.of(PREPARED),
                        new SessionSettings(
                                new SecureRandom(),
                                System::nanoTime,
                                SessionLimits.USUAL.withGreeting(Duration.ofMillis(100))),
                        1);
                Link link = host.connectInProcess()) {
            assertNoSessionIn(host, Duration.ofSeconds(3));
            assertThatThrownBy(() -> link.receive(Duration.ofSeconds(1)))
                    .isInstanceOfSatisfying(
                            SessionException.class,
                            lost -> assertThat(lost.code()).isEqualTo(Code.CONNECTION_LOST));
            assertServes(host);
        }
    }

    /** Over TLS the host goes on working while the client does not know that it is being closed. */
    @ParameterizedTest
    @EnumSource(
            value = FrameType.class,
            names = {"KEYS", "OT_REPLY", "START", "CIPHERTEXT", "CHOICES"})
    void aHostClosedDuringARunTellsItsClientsOverTheNetwork(FrameType at) throws Exception {
        TlsIdentity identity = TlsIdentity.generate(new SecureRandom(), Instant.now());
        try (ModelHost host = hostOfOneSession(Duration.ofSeconds(30));
                TlsServer server = new TlsServer(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), identity, host::accept);
                TlsClient network = new TlsClient()) {
            Link link = network.connect("127.0.0.1", server.port(), identity.fingerprint());
            Thread closing = Thread.ofPlatform().unstarted(host::close);
            AtomicBoolean begun = new AtomicBoolean();
            Link told = watched(link, type -> {
                // The client may send another such frame before it hears of the closing.
                if (type == at && begun.compareAndSet(false, true)) {
                    closing.start();
                }
            });
            assertThatThrownBy(() -> {
                        try (GazelleClient client = GazelleClient.open(told, TwoParties.SETTINGS)) {
                            for (int image = 0; image < 1_000; image++) {
                                client.classify("small-label", SmallModels.input(0), InferenceListener.NONE);
                            }
                        }
                    })
                    .hasMessageContaining("The server is being stopped.")
                    .isInstanceOfSatisfying(
                            SessionException.class,
                            reason -> assertThat(reason.code()).isEqualTo(Code.REFUSED));
            assertThat(closing.join(Duration.ofSeconds(5))).isTrue();
            assertThat(host.openSessions()).isZero();
        }
    }

    @Test
    void anIdleClientLearnsThatTheHostWasClosedWhenItNextAsks() throws Exception {
        ModelHost host = hostOfOneSession(Duration.ofSeconds(30));
        try (GazelleClient client = GazelleClient.open(host.connectInProcess(), TwoParties.SETTINGS)) {
            client.prepare();
            host.close();
            assertThatThrownBy(() -> client.classify("small-label", SmallModels.input(0), InferenceListener.NONE))
                    .hasMessageContaining("being stopped");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = FrameType.class,
            names = {"KEYS", "START", "CIPHERTEXT", "CHOICES"})
    void aHostClosedDuringARunEndsItsClientsClearly(FrameType at) throws Exception {
        try (ModelHost host = hostOfOneSession(Duration.ofSeconds(30))) {
            Runnable shutDown = host::close;
            Link closing = watched(host.connectInProcess(), type -> {
                if (type == at) {
                    shutDown.run();
                }
            });
            assertThatThrownBy(() -> classify(closing))
                    .hasMessageContaining("The server is being stopped. No result was produced. Try again in 10 s.")
                    .isInstanceOfSatisfying(
                            SessionException.class,
                            told -> assertThat(told.code()).isEqualTo(Code.REFUSED));
            assertThat(host.openSessions()).isZero();
            assertThatThrownBy(() -> classify(host.connectInProcess())).hasMessageContaining("being stopped");
        }
    }
}
