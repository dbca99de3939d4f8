package gazelle.app.desktop.viewmodel;

import static org.assertj.core.api.Assertions.assertThat;

import gazelle.app.NetworkServer;
import gazelle.app.SmallModel;
import gazelle.app.record.Recorder;
import gazelle.app.service.GivenConsents;
import gazelle.app.service.TrustedServers;
import gazelle.protocol.model.Activation;
import gazelle.protocol.model.ArgMax;
import gazelle.protocol.model.Convolution;
import gazelle.protocol.model.FullyConnected;
import gazelle.protocol.model.InputSpec;
import gazelle.protocol.model.Layer;
import gazelle.protocol.model.MaxPool;
import gazelle.protocol.model.ModelCard;
import gazelle.protocol.model.NetworkSpec;
import gazelle.protocol.model.TensorShape;
import gazelle.protocol.session.SessionLimits;
import gazelle.protocol.session.SessionSettings;
import gazelle.protocol.wire.ModelOffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Offers whose networks are well formed and cannot be computed: the desktop says so and goes on. */
@Timeout(60)
class HostileOfferTest {
    @TempDir
    Path folder;

    private final StateModel state = new StateModel();
    private RunViewModel runs;
    private ServerViewModel servers;

    @BeforeEach
    void start() {
        SessionSettings settings = new SessionSettings(new SecureRandom(), System::nanoTime, SessionLimits.USUAL);
        servers = new ServerViewModel(
                Runnable::run,
                Runnable::run,
                settings,
                folder.resolve("models"),
                new TrustedServers(folder.resolve("trusted")),
                state);
        runs = new RunViewModel(
                Runnable::run,
                Runnable::run,
                settings.nanoTime(),
                state,
                new GivenConsents(folder.resolve("consents")),
                new FakeDialogs(),
                new Recorder(Clock.systemUTC(), "test"));
    }

    private void connect(ModelOffer... offered) throws Exception {
        try (NetworkServer server = NetworkServer.lying(SmallModel.prepared(), List.of(offered))) {
            servers.connect(server.address(), Optional.of(server.fingerprint()));
        }
    }

    private static ModelOffer bad(NetworkSpec network) {
        ModelCard card = SmallModel.offer("bad").card();
        return new ModelOffer(
                new ModelCard(
                        card.name(),
                        card.version(),
                        card.title(),
                        card.summary(),
                        card.classes().subList(0, network.classCount()),
                        card.input(),
                        card.inputChecks(),
                        card.output(),
                        card.test(),
                        card.limits(),
                        card.licence()),
                network);
    }

    static Stream<ModelOffer> uncomputable() {
        InputSpec small = new InputSpec(new TensorShape(1, 128, 128), 0, 255);
        InputSpec large = new InputSpec(new TensorShape(1, 2048, 2048), 0, 255);
        return Stream.of(
                // Too many products for the noise bound.
                bad(new NetworkSpec(
                        large,
                        List.of(
                                new Convolution("a", Layer.NETWORK_INPUT, 1, 64, 64, 64, 64, 0, 0, 0, 0, 1, 10, 26),
                                new Activation("r", "a", 4, 4),
                                new FullyConnected("s", "r", 2, 10, 26),
                                new ArgMax("o", "s")))),
                // A window whose tables exceed a frame.
                bad(new NetworkSpec(
                        small,
                        List.of(
                                new Convolution("a", Layer.NETWORK_INPUT, 1, 1, 1, 1, 1, 0, 0, 0, 0, 1, 2, 26),
                                new MaxPool("p", "a", 0, 16, 8, 8, 8, 8, 0, 0, 0, 0),
                                new FullyConnected("s", "p", 2, 2, 26),
                                new ArgMax("o", "s")))));
    }

    @ParameterizedTest
    @MethodSource("uncomputable")
    void aServerWithNothingElseCannotBeUsed(ModelOffer offer) throws Exception {
        connect(offer);
        assertThat(state.get()).isInstanceOfSatisfying(DesktopState.Unusable.class, unusable -> {
            assertThat(unusable.problem().kind()).isEqualTo(Problem.Kind.INCOMPATIBLE);
            assertThat(unusable.sentence())
                    .startsWith("The server's model bad cannot be computed safely (")
                    .endsWith("It cannot be asked, and nothing was sent for it. Tell the server's administrator.");
        });
        assertThat(runs.offers()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("uncomputable")
    void theOtherModelsOfTheServerCanBeAsked(ModelOffer offer) throws Exception {
        ModelOffer good = SmallModel.offer("label");
        connect(offer, good);
        assertThat(state.get()).isInstanceOf(DesktopState.Ready.class);
        assertThat(runs.offers()).containsExactly(good);
        assertThat(runs.leftOut())
                .singleElement()
                .asString()
                .startsWith("The server's model bad cannot be computed safely (");
        servers.disconnect();
        assertThat(runs.leftOut()).isEmpty();
    }

    @Test
    void aServerWhoseModelsAllCanBeComputedLeavesNothingOut() throws Exception {
        connect(SmallModel.offer("label"));
        assertThat(runs.leftOut()).isEmpty();
    }
}
