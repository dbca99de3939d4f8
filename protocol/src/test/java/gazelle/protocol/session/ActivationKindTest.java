package gazelle.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gazelle.protocol.SmallModels;
import gazelle.protocol.TwoParties;
import gazelle.protocol.cost.InferenceCost;
import gazelle.protocol.cost.ProgressEstimate;
import gazelle.protocol.host.ModelHost;
import gazelle.protocol.meter.Phase;
import gazelle.protocol.model.CompiledModel;
import gazelle.protocol.model.QuantisedTensor;
import gazelle.protocol.profile.LinkProfile;
import gazelle.protocol.reference.ReferenceNetwork;
import gazelle.protocol.step.InferencePlan;
import gazelle.protocol.transport.LoopbackLink;
import gazelle.protocol.wire.SessionException;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A second kind of activation runs through session, cost and progress, none of which knows it. */
@Timeout(60)
class ActivationKindTest {
    private static final CompiledModel MODEL = SmallModels.label();
    private static final int RELU = 1;

    private final OpeningActivation kind = new OpeningActivation();
    private final SessionSettings settings = new SessionSettings(
            TwoParties.SETTINGS.random(), TwoParties.SETTINGS.nanoTime(), TwoParties.SETTINGS.limits(), kind);
    private final InferenceCost cost = InferenceCost.of(InferencePlan.of(MODEL.spec(), LinkProfile.LOCAL, kind));

    @Test
    void classifiesAsTheReferenceForWhatItCosts() throws Exception {
        ReferenceNetwork reference = new ReferenceNetwork(MODEL.spec(), MODEL.weights());
        try (ModelHost host = new ModelHost(List.of(new PreparedModel(MODEL, kind)), settings, 1);
                RenewingClient client =
                        RenewingClient.open(() -> GazelleClient.open(host.connectInProcess(), settings))) {
            for (int number = 0; number < 4; number++) {
                QuantisedTensor image = SmallModels.input(number);
                InferenceReport report = client.classify("small-label", image, InferenceListener.NONE);
                assertThat(report.prediction().label()).isEqualTo(reference.label(image));
                assertThat(report.rounds()).isEqualTo(cost.rounds() + 1);
                for (int layer = 0; layer < report.layers().size(); layer++) {
                    assertThat(report.layers().get(layer).bytesUp())
                            .isEqualTo(cost.layers().get(layer).bytesUp());
                    assertThat(report.layers().get(layer).bytesDown())
                            .isEqualTo(cost.layers().get(layer).bytesDown());
                }
                assertThat(report.phases()).anySatisfy(phase -> {
                    assertThat(phase.phase()).isEqualTo(Phase.TRANSFER);
                    assertThat(phase.bytesUp())
                            .isGreaterThanOrEqualTo(cost.layers().get(RELU).bytesUp());
                });
            }
        }
    }

    @Test
    void costAndProgressCountIt() {
        assertThat(cost.layers().get(RELU).operations().name()).isEqualTo("openings");
        assertThat(cost.layers().get(RELU).bytesUp())
                .isEqualTo(cost.layers().get(RELU).bytesDown())
                .isEqualTo(5 + 8L * MODEL.spec().graph().shape(RELU).elements());
        assertThat(ProgressEstimate.of(cost).doneAfter(cost.layers().size())).isCloseTo(1, Offset.offset(1e-9));
    }

    @Test
    void programsWithDifferentKindsDoNotTalk() throws Exception {
        try (ModelHost host = new ModelHost(List.of(new PreparedModel(MODEL, kind)), settings, 1)) {
            assertThatThrownBy(() -> GazelleClient.open(host.connectInProcess(), TwoParties.SETTINGS))
                    .isInstanceOfSatisfying(
                            SessionException.class,
                            refused -> assertThat(refused.code()).isEqualTo(SessionException.Code.INCOMPATIBLE))
                    .hasMessageContaining("test-only-insecure-opening");
        }
    }

    @Test
    void aServerServesModelsPreparedForWhatItAnnounces() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ServerSession(
                        LoopbackLink.pair().second(),
                        List.of(new PreparedModel(MODEL, kind)),
                        TwoParties.SETTINGS,
                        ServerListener.NONE,
                        SetUpGate.OPEN))
                .withMessage("small-label: prepared for test-only-insecure-opening (expected: garbled-circuits)");
    }
}
