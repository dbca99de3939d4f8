package gazelle.app.desktop.viewmodel;

import static org.assertj.core.api.Assertions.assertThat;

import gazelle.app.BundledModel;
import gazelle.app.NetworkServer;
import gazelle.app.SmallModel;
import gazelle.app.record.Recorder;
import gazelle.app.service.GivenConsents;
import gazelle.app.service.PreparedSlice;
import gazelle.app.service.ReusableSession.SetUp;
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
import java.time.Clock;
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
    private FakeDialogs dialogs;

    @BeforeEach
    void start() throws Exception {
        server = NetworkServer.start(SmallModel.prepared());
        trusted = new TrustedServers(folder.resolve("trusted"));
        dialogs = new FakeDialogs();
        StateModel shared = new StateModel();
        servers = servers(trusted, shared);
        runs = runs(shared);
    }

    private ServerViewModel servers(TrustedServers keys, StateModel shared) {
        return new ServerViewModel(Runnable::run, Runnable::run, settings, folder.resolve("models"), keys, shared);
    }

    private RunViewModel runs(StateModel shared) {
        return new RunViewModel(
                Runnable::run,
                Runnable::run,
                settings.nanoTime(),
                shared,
                new GivenConsents(folder.resolve("consents")),
                dialogs,
                new Recorder(Clock.systemUTC(), "test"));
    }

    @AfterEach
    void stop() {
        servers.close();
        runs.close();
        server.close();
    }

    private DesktopState state() {
        return runs.stateProperty().get();
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
        assertThat(state()).isInstanceOf(DesktopState.Offline.class);
        servers.connect(server.address(), Optional.empty());
        assertThat(state()).isInstanceOfSatisfying(DesktopState.UnknownKey.class, unknown -> {
            assertThat(unknown.certificate().fingerprint()).isEqualTo(server.fingerprint());
            assertThat(unknown.certificate().issuer()).isEqualTo("CN=Gazelle server");
        });
        assertThat(state().sentence()).contains("Compare its fingerprint first.");
        assertThat(trusted.all()).isEmpty();
        assertThat(runs.offers()).isEmpty();

        servers.disconnect();
        assertThat(state()).isInstanceOf(DesktopState.Offline.class);
        servers.trust();
        assertThat(trusted.all()).as("nothing was asked any more").isEmpty();

        servers.connect(server.address(), Optional.empty());
        servers.trust();
        assertThat(state()).isInstanceOfSatisfying(DesktopState.Ready.class, ready -> {
            assertThat(ready.server().place()).isEqualTo(server.address().toString());
            assertThat(ready.server().isRemote()).isTrue();
        });
        assertThat(runs.offers()).hasSize(3);
        assertThat(trusted.fingerprintOf(server.address())).contains(server.fingerprint());

        servers.disconnect();
        servers.connect(server.address(), Optional.empty());
        assertThat(state()).as("asked once").isInstanceOf(DesktopState.Ready.class);
    }

    @Test
    void comparesAGivenFingerprintItself() throws Exception {
        servers.connect(server.address(), Optional.of(OTHER));
        assertThat(state()).isInstanceOf(DesktopState.Unusable.class);
        assertThat(state().sentence())
                .contains("another key than the one you gave")
                .contains(server.fingerprint().hex());
        assertThat(trusted.all()).isEmpty();
        servers.connect(server.address(), Optional.of(server.fingerprint()));
        assertThat(state()).isInstanceOf(DesktopState.Ready.class);
        assertThat(trusted.all()).containsKey(server.address());
    }

    @Test
    void blocksAChangedKeyUntilTheOldOneIsRemoved() throws Exception {
        trusted.trust(server.address(), OTHER);
        for (Optional<KeyFingerprint> given :
                List.of(Optional.<KeyFingerprint>empty(), Optional.of(server.fingerprint()))) {
            servers.connect(server.address(), given);
            assertThat(state()).isInstanceOfSatisfying(DesktopState.ChangedKey.class, changed -> {
                assertThat(changed.trusted()).isEqualTo(OTHER);
                assertThat(changed.shown().fingerprint()).isEqualTo(server.fingerprint());
            });
            servers.trust();
            assertThat(state()).as("no bypass").isInstanceOf(DesktopState.ChangedKey.class);
        }
        assertThat(trusted.fingerprintOf(server.address())).contains(OTHER);
        servers.removeTrusted(server.address());
        servers.connect(server.address(), Optional.empty());
        assertThat(state()).isInstanceOf(DesktopState.UnknownKey.class);
    }

    @Test
    void contactsNobodyWhenTheListOfTrustedServersIsDamaged() throws Exception {
        Files.writeString(folder.resolve("trusted"), "nonsense\n");
        servers.connect(server.address(), Optional.of(server.fingerprint()));
        assertThat(state()).isInstanceOf(DesktopState.Unusable.class);
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
        assertThat(state()).isInstanceOf(DesktopState.Unusable.class);
        assertThat(state().sentence()).contains("No server answers at " + nobody);
        servers.useEmbedded();
        assertThat(state()).isInstanceOf(DesktopState.Unusable.class);
        assertThat(state().sentence()).contains("There is no folder of models");
    }

    @Test
    void asksForConsentOncePerServerAndModel() throws Exception {
        servers.connect(server.address(), Optional.of(server.fingerprint()));
        classify();
        assertThat(dialogs.asked())
                .containsExactly(new ConsentQuestion(server.address().toString(), "Small model label"));
        assertThat(state()).as("nothing runs").isInstanceOf(DesktopState.Ready.class);
        dialogs.answer(false);
        assertThat(state()).isInstanceOf(DesktopState.Ready.class);
        classify();
        dialogs.answer(true);
        assertThat(state()).isInstanceOf(DesktopState.Done.class);
        runs.choose(runs.offers().getLast());
        classify();
        assertThat(dialogs.isAsking()).as("another model").isTrue();
        dialogs.answer(false);
        runs.choose(runs.offers().getFirst());
        classify();
        assertThat(dialogs.isAsking()).as("asked before").isFalse();
        assertThat(state()).isInstanceOf(DesktopState.Done.class);
    }

    @Test
    void needsNoConsentForTheServerInsideTheProgram() throws Exception {
        SmallModel.writeAll(folder.resolve("models"));
        servers.useEmbedded();
        assertThat(state()).isInstanceOfSatisfying(DesktopState.Ready.class, ready -> {
            assertThat(ready.server().place()).isEqualTo("inside this program");
            assertThat(ready.server().isRemote()).isFalse();
        });
        classify();
        assertThat(state()).isInstanceOf(DesktopState.Done.class);
    }

    @Test
    void setsASessionUpOnceForSeveralImages() throws Exception {
        servers.connect(server.address(), Optional.of(server.fingerprint()));
        classify();
        dialogs.answer(true);
        assertThat(setUp()).isPresent();
        classify();
        assertThat(setUp()).as("the same session").isEmpty();
    }

    @Test
    void setsASessionUpAnewWhenTheServerEndedItBetweenTwoImages() throws Exception {
        server.close();
        server = NetworkServer.start(SmallModel.prepared(), SessionLimits.USUAL.withIdle(Duration.ofMillis(200)));
        servers.connect(server.address(), Optional.of(server.fingerprint()));
        classify();
        dialogs.answer(true);
        assertThat(setUp()).isPresent();
        server.awaitNoSession();
        classify();
        assertThat(setUp()).as("a new session, without an error").isPresent();
    }

    @Test
    void bringsNewKeysByItselfWhenTheOldOnesAreSpent() throws Exception {
        server.close();
        server = NetworkServer.start(SmallModel.prepared(), SessionLimits.USUAL.withInferences(2));
        servers.connect(server.address(), Optional.of(server.fingerprint()));
        classify();
        dialogs.answer(true);
        for (int image = 1; image < 6; image++) {
            classify();
            assertThat(setUp().isPresent())
                    .as("a new session for image %d", image)
                    .isEqualTo(image % 2 == 0);
        }
    }

    @Test
    void connectsToAServerThatWasRestartedBetweenTwoImages() throws Exception {
        servers.connect(server.address(), Optional.of(server.fingerprint()));
        classify();
        dialogs.answer(true);
        NetworkServer before = server;
        before.close();
        server = before.again(SmallModel.prepared());
        classify();
        assertThat(setUp()).isPresent();
    }

    @Test
    void saysThatTheDecisionCouldNotBeKeptAndSendsNothing() throws Exception {
        Path occupied = Files.writeString(folder.resolve("occupied"), "");
        trusted = new TrustedServers(occupied.resolve("trusted"));
        runs.close();
        StateModel shared = new StateModel();
        servers = servers(trusted, shared);
        runs = runs(shared);
        servers.connect(server.address(), Optional.empty());
        servers.trust();
        assertThat(state()).isInstanceOf(DesktopState.Unusable.class);
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
            StateModel second = new StateModel();
            try (ServerViewModel window = servers(trusted, second)) {
                window.connect(server.address(), Optional.empty());
                assertThat(second.property().get().sentence())
                        .isEqualTo(
                                "The server is busy, or was asked too often from this address. Nothing was classified. "
                                        + "Try again in 10 s.");
                assertThat(state()).isInstanceOf(DesktopState.Ready.class);
            }
        } finally {
            others.forEach(GazelleClient::close);
        }
    }

    private Optional<SetUp> setUp() {
        assertThat(state()).isInstanceOf(DesktopState.Done.class);
        SliceResult result = Objects.requireNonNull(runs.resultProperty().get());
        return result.record().amounts().setUp();
    }
}
