package gazelle.app.desktop.viewmodel;

import static org.assertj.core.api.Assertions.assertThat;

import gazelle.app.BundledModel;
import gazelle.app.NetworkServer;
import gazelle.app.SmallModel;
import gazelle.app.service.GivenConsents;
import gazelle.app.service.PreparedSlice;
import gazelle.app.service.ServerAddress;
import gazelle.app.service.TrustedServers;
import gazelle.protocol.session.GazelleClient;
import gazelle.protocol.session.SessionLimits;
import gazelle.protocol.session.SessionSettings;
import gazelle.protocol.transport.netty.TlsClient;
import gazelle.protocol.transport.tls.KeyFingerprint;
import gazelle.protocol.wire.ModelOffer;
import gazelle.viewer.series.SeriesReader;
import gazelle.viewer.series.SliceSeries;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Everything on one thread: what is asked for has happened when the call returns. */
@Timeout(60)
class ServerViewModelTest {
    private static final Duration SILENCE = Duration.ofSeconds(20);
    private static final KeyFingerprint OTHER = new KeyFingerprint("ab".repeat(32));

    @TempDir
    Path folder;

    private final SessionSettings settings = new SessionSettings(new SecureRandom(), System::nanoTime, SILENCE);
    private NetworkServer server;
    private TrustedServers trusted;
    private RunViewModel runs;
    private ServerViewModel servers;

    @BeforeEach
    void start() throws Exception {
        server = NetworkServer.start(SmallModel.prepared());
        trusted = new TrustedServers(folder.resolve("trusted"));
        runs = new RunViewModel(Runnable::run, Runnable::run, settings, new GivenConsents(folder.resolve("consents")));
        servers = new ServerViewModel(Runnable::run, Runnable::run, settings, folder.resolve("models"), trusted, runs);
    }

    @AfterEach
    void stop() {
        servers.close();
        server.close();
    }

    private RunState state() {
        return runs.stateProperty().get();
    }

    private Connection connection() {
        return servers.connectionProperty().get();
    }

    private void classify() throws Exception {
        ModelOffer offer = Objects.requireNonNull(runs.offerProperty().get());
        Path file = BundledModel.SAMPLES.resolve("png/brain-pd-axial-10.png");
        SliceSeries series = SeriesReader.open(file).series().getFirst();
        OpenSlice slice = new OpenSlice(List.of(series), series, 0, series.slice(0));
        runs.classify(slice, PreparedSlice.of(slice.content(), offer));
    }

    @Test
    void usesAnUnknownServerOnlyAfterItsKeyWasCompared() throws Exception {
        assertThat(state()).isInstanceOf(RunState.Offline.class);
        servers.connect(server.address(), Optional.empty());
        assertThat(connection()).isInstanceOfSatisfying(Connection.UnknownKey.class, unknown -> {
            assertThat(unknown.certificate().fingerprint()).isEqualTo(server.fingerprint());
            assertThat(unknown.certificate().issuer()).isEqualTo("CN=Gazelle server");
        });
        assertThat(state()).isInstanceOf(RunState.Untrusted.class);
        assertThat(trusted.all()).isEmpty();
        assertThat(runs.offers()).isEmpty();

        servers.disconnect();
        assertThat(state()).isInstanceOf(RunState.Offline.class);
        servers.trust();
        assertThat(trusted.all()).as("nothing was asked any more").isEmpty();

        servers.connect(server.address(), Optional.empty());
        servers.trust();
        assertThat(connection())
                .isEqualTo(new Connection.Established(server.address().toString(), true));
        assertThat(state()).isInstanceOf(RunState.Ready.class);
        assertThat(runs.offers()).hasSize(3);
        assertThat(trusted.fingerprintOf(server.address())).contains(server.fingerprint());

        servers.disconnect();
        servers.connect(server.address(), Optional.empty());
        assertThat(connection()).as("asked once").isInstanceOf(Connection.Established.class);
    }

    @Test
    void comparesAGivenFingerprintItself() throws Exception {
        servers.connect(server.address(), Optional.of(OTHER));
        assertThat(connection()).isInstanceOf(Connection.Refused.class);
        assertThat(state().sentence())
                .contains("another key than the one you gave")
                .contains(server.fingerprint().hex());
        assertThat(trusted.all()).isEmpty();
        servers.connect(server.address(), Optional.of(server.fingerprint()));
        assertThat(state()).isInstanceOf(RunState.Ready.class);
        assertThat(trusted.all()).containsKey(server.address());
    }

    @Test
    void blocksAChangedKeyUntilTheOldOneIsRemoved() throws Exception {
        trusted.trust(server.address(), OTHER);
        for (Optional<KeyFingerprint> given :
                List.of(Optional.<KeyFingerprint>empty(), Optional.of(server.fingerprint()))) {
            servers.connect(server.address(), given);
            assertThat(connection()).isInstanceOfSatisfying(Connection.ChangedKey.class, changed -> {
                assertThat(changed.trusted()).isEqualTo(OTHER);
                assertThat(changed.shown().fingerprint()).isEqualTo(server.fingerprint());
            });
            servers.trust();
            assertThat(state()).as("no bypass").isInstanceOf(RunState.Untrusted.class);
        }
        assertThat(trusted.fingerprintOf(server.address())).contains(OTHER);
        servers.removeTrusted(server.address());
        servers.connect(server.address(), Optional.empty());
        assertThat(connection()).isInstanceOf(Connection.UnknownKey.class);
    }

    @Test
    void contactsNobodyWhenTheListOfTrustedServersIsDamaged() throws Exception {
        Files.writeString(folder.resolve("trusted"), "nonsense\n");
        servers.connect(server.address(), Optional.of(server.fingerprint()));
        assertThat(state()).isInstanceOf(RunState.Failed.class);
        assertThat(state().sentence()).contains("line 1 is damaged");
        assertThat(Files.readString(folder.resolve("trusted"))).isEqualTo("nonsense\n");
    }

    @Test
    void saysThatNobodyAnswersAndThatModelsAreMissing() throws Exception {
        ServerAddress nobody;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = new ServerAddress("127.0.0.1", free.getLocalPort());
        }
        servers.connect(nobody, Optional.empty());
        assertThat(state()).isInstanceOf(RunState.Failed.class);
        assertThat(state().sentence()).contains("No server answers at " + nobody);
        servers.useEmbedded();
        assertThat(state()).isInstanceOf(RunState.Failed.class);
        assertThat(state().sentence()).contains("There is no folder of models");
    }

    @Test
    void asksForConsentOncePerServerAndModel() throws Exception {
        servers.connect(server.address(), Optional.of(server.fingerprint()));
        classify();
        assertThat(runs.consentProperty().get())
                .isEqualTo(new ConsentQuestion(server.address().toString(), "Small model label"));
        assertThat(state()).as("nothing runs").isInstanceOf(RunState.Ready.class);
        runs.decline();
        assertThat(state()).isInstanceOf(RunState.Ready.class);
        classify();
        runs.agree();
        assertThat(runs.consentProperty().get()).isNull();
        assertThat(state()).isInstanceOf(RunState.Done.class);
        runs.choose(runs.offers().getLast());
        classify();
        assertThat(runs.consentProperty().get()).as("another model").isNotNull();
        runs.decline();
        runs.choose(runs.offers().getFirst());
        classify();
        assertThat(runs.consentProperty().get()).as("asked before").isNull();
        assertThat(state()).isInstanceOf(RunState.Done.class);
    }

    @Test
    void needsNoConsentForTheServerInsideTheProgram() throws Exception {
        SmallModel.writeAll(folder.resolve("models"));
        servers.useEmbedded();
        assertThat(connection()).isEqualTo(new Connection.Established("inside this program", false));
        classify();
        assertThat(state()).isInstanceOf(RunState.Done.class);
    }

    @Test
    void setsASessionUpOnceForSeveralImagesAndAnewWhenTheServerEndedIt() throws Exception {
        Duration brief = Duration.ofSeconds(2);
        server.close();
        server = NetworkServer.start(SmallModel.prepared(), SessionLimits.USUAL.withIdle(brief));
        servers.connect(server.address(), Optional.of(server.fingerprint()));
        classify();
        runs.agree();
        assertThat(result().setUp()).isPresent();
        classify();
        assertThat(result().setUp()).as("the same session").isEmpty();
        Thread.sleep(brief.plusMillis(500));
        classify();
        assertThat(result().setUp()).as("a new session, without an error").isPresent();
    }

    @Test
    void bringsNewKeysByItselfWhenTheOldOnesAreSpent() throws Exception {
        server.close();
        server = NetworkServer.start(SmallModel.prepared(), SessionLimits.USUAL.withInferences(2));
        servers.connect(server.address(), Optional.of(server.fingerprint()));
        classify();
        runs.agree();
        for (int image = 1; image < 6; image++) {
            classify();
            assertThat(result().setUp().isPresent())
                    .as("a new session for image %d", image)
                    .isEqualTo(image % 2 == 0);
        }
    }

    @Test
    void connectsToAServerThatWasRestartedBetweenTwoImages() throws Exception {
        servers.connect(server.address(), Optional.of(server.fingerprint()));
        classify();
        runs.agree();
        NetworkServer before = server;
        before.close();
        server = before.again(SmallModel.prepared());
        classify();
        assertThat(result().setUp()).isPresent();
    }

    @Test
    void saysThatTheDecisionCouldNotBeKeptAndSendsNothing() throws Exception {
        Path occupied = Files.writeString(folder.resolve("occupied"), "");
        trusted = new TrustedServers(occupied.resolve("trusted"));
        servers = new ServerViewModel(Runnable::run, Runnable::run, settings, folder.resolve("models"), trusted, runs);
        servers.connect(server.address(), Optional.empty());
        servers.trust();
        assertThat(state()).isInstanceOf(RunState.Failed.class);
        assertThat(state().sentence())
                .contains("This decision was not kept; earlier ones were. Nothing was sent.")
                .contains("Check that its folder may be written to and has room, then try again.");
        assertThat(runs.offers()).isEmpty();
    }

    @Test
    void aServerThatIsFullSaysWhenToTryAgain() throws Exception {
        servers.connect(server.address(), Optional.of(server.fingerprint()));
        List<GazelleClient> others = new ArrayList<>();
        try (TlsClient network = new TlsClient()) {
            for (int other = 1; other < NetworkServer.MAX_SESSIONS; other++) {
                GazelleClient client = GazelleClient.open(
                        network.connect("127.0.0.1", server.address().port(), server.fingerprint()), settings);
                others.add(client);
                // One that only greeted would have to make room.
                client.prepare();
            }
            RunViewModel second = new RunViewModel(
                    Runnable::run, Runnable::run, settings, new GivenConsents(folder.resolve("consents")));
            try (ServerViewModel window = new ServerViewModel(
                    Runnable::run, Runnable::run, settings, folder.resolve("models"), trusted, second)) {
                window.connect(server.address(), Optional.empty());
                assertThat(second.stateProperty().get().sentence())
                        .isEqualTo(
                                "The server is busy, or was asked too often from this address. Nothing was classified. "
                                        + "Try again in 10 s.");
                assertThat(state()).isInstanceOf(RunState.Ready.class);
            }
        } finally {
            others.forEach(GazelleClient::close);
        }
    }

    private SliceResult result() {
        assertThat(state()).isInstanceOf(RunState.Done.class);
        return Objects.requireNonNull(runs.resultProperty().get());
    }
}
