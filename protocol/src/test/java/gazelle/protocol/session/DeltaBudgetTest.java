package gazelle.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gazelle.protocol.SmallModels;
import gazelle.protocol.TwoParties;
import gazelle.protocol.host.ModelHost;
import gazelle.protocol.model.CompiledModel;
import gazelle.protocol.model.NetworkSpec;
import gazelle.protocol.wire.SessionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DeltaBudgetTest {
    private static int served(NetworkSpec network) {
        DeltaBudget budget = new DeltaBudget();
        int served = 0;
        while (budget.allows(network)) {
            int left = budget.left(network);
            budget.spend(network);
            served++;
            assertThat(budget.left(network)).isEqualTo(left - 1);
        }
        assertThat(budget.left(network)).isZero();
        return served;
    }

    @Test
    void fortyBitsOfOutputs() {
        assertThat(served(SmallModels.label().spec()))
                .as("labels of three classes")
                .isEqualTo(20);
        assertThat(served(SmallModels.topTwo().spec()))
                .as("two of four classes")
                .isEqualTo(10);
        assertThat(served(SmallModels.scores().spec())).as("scores").isOne();
    }

    @Test
    void modelsOfOneSessionShareIt() {
        DeltaBudget budget = new DeltaBudget();
        budget.spend(SmallModels.label().spec());
        assertThat(budget.allows(SmallModels.scores().spec())).isFalse();
        assertThat(budget.left(SmallModels.topTwo().spec())).isEqualTo(9);
        budget = new DeltaBudget();
        budget.spend(SmallModels.scores().spec());
        assertThat(budget.allows(SmallModels.label().spec())).isFalse();
    }

    @Test
    void theServerEnforcesIt() throws Exception {
        CompiledModel[] models = {SmallModels.label(), SmallModels.scores()};
        try (ModelHost host = TwoParties.host(models);
                GazelleClient labels = GazelleClient.open(host.connectInProcess(), TwoParties.SETTINGS);
                GazelleClient scores = GazelleClient.open(host.connectInProcess(), TwoParties.SETTINGS)) {
            for (int i = 0; i < 20; i++) {
                labels.classify("small-label", SmallModels.input(i), InferenceListener.NONE);
            }
            assertSpent(labels, "small-label");
            scores.classify("small-scores", SmallModels.input(0), InferenceListener.NONE);
            assertSpent(scores, "small-scores");
        }
    }

    private static void assertSpent(GazelleClient client, String model) throws SessionException {
        assertThat(client.inferencesLeft(model)).isZero();
        assertThatThrownBy(() -> client.classify(model, SmallModels.input(0), InferenceListener.NONE))
                .isInstanceOfSatisfying(
                        SessionException.class,
                        spent -> assertThat(spent.code()).isEqualTo(SessionException.Code.SESSION_ENDED))
                .hasMessageContaining("The server wants new keys");
    }
}
