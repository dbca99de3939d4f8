package gazelle.app.service;

import static org.assertj.core.api.Assertions.assertThat;

import gazelle.app.BundledModel;
import gazelle.protocol.cost.InferenceCost;
import gazelle.protocol.cost.ProgressEstimate;
import gazelle.protocol.model.ModelCard;
import gazelle.protocol.model.ModelFolder;
import gazelle.protocol.model.NetworkSpec;
import gazelle.protocol.profile.LinkProfile;
import gazelle.protocol.session.Prediction;
import gazelle.protocol.step.InferencePlan;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ResultWordsTest {
    @Test
    void saysTheAnswerItsAlternativesAndItsLimits() throws Exception {
        ModelCard card = ModelFolder.read(BundledModel.FOLDER).card();
        assertThat(ResultWords.mostLike(card, new Prediction(List.of(1), List.of())))
                .isEqualTo("Most like: glioma, among meningioma, glioma, pituitary tumour.");
        assertThat(ResultWords.mostLike(card, new Prediction(List.of(2, 0), List.of())))
                .isEqualTo("Most like: pituitary tumour, then meningioma, among meningioma, glioma, pituitary tumour.");
        assertThat(ResultWords.scores(card, new Prediction(List.of(2), List.of(-5L, 1L, 40L))))
                .containsExactly(
                        "meningioma: -5",
                        "glioma: 1",
                        "pituitary tumour: 40",
                        "Model score, not a probability of disease.");
        assertThat(ResultWords.limits(card))
                .startsWith("This model cannot answer 'no tumour'.")
                .doesNotContain(ResultWords.NOTICE);
        assertThat(ResultWords.figures(card, 2))
                .contains("pituitary tumour")
                .contains(ResultWords.percent(card.classes().get(2).recall()) + " (recall)")
                .contains(ResultWords.percent(card.classes().get(2).precision()) + " were (precision)");
    }

    @Test
    void writesAmountsAsPeopleReadThem() {
        assertThat(ResultWords.bytes(999)).isEqualTo("999 B");
        assertThat(ResultWords.bytes(1_000)).isEqualTo("1.0 kB");
        assertThat(ResultWords.bytes(12_345_678)).isEqualTo("12.35 MB");
        assertThat(ResultWords.seconds(0.123)).isEqualTo("0.12 s");
        assertThat(ResultWords.seconds(12.34)).isEqualTo("12.3 s");
        assertThat(ResultWords.percent(0.9371)).isEqualTo("93.7%");
    }

    @Test
    void tellsTheRemainingTimeRoughly() {
        assertThat(ResultWords.remaining(0.4)).isEqualTo("less than a second left");
        assertThat(ResultWords.remaining(12.4)).isEqualTo("about 12 s left");
        assertThat(ResultWords.remaining(150)).isEqualTo("about 3 min left");
    }

    @Test
    void estimatesTheRestFromTheSecondLayerOn() {
        ProgressEstimate weights = new ProgressEstimate(List.of(0.1, 0.3, 0.4, 0.2));
        assertThat(weights.remaining(0, 0, 3)).isEmpty();
        assertThat(weights.remaining(1, 1, 0)).isEmpty();
        assertThat(weights.remaining(2, 4, 0).getAsDouble()).isCloseTo(6, Offset.offset(1e-9));
        assertThat(weights.remaining(2, 4, 1.5).getAsDouble()).isCloseTo(4.5, Offset.offset(1e-9));
        assertThat(weights.remaining(2, 4, 60).getAsDouble()).as("late").isZero();
        assertThat(weights.remaining(4, 9, 0).getAsDouble()).isZero();
    }

    @Test
    void weighsTheLayersToOneWhole() throws Exception {
        NetworkSpec network = ModelFolder.read(BundledModel.FOLDER).spec();
        ProgressEstimate weights = ProgressEstimate.of(InferenceCost.of(InferencePlan.of(network, LinkProfile.WAN)));
        int layers = network.layers().size();
        assertThat(weights.shares()).hasSize(layers).allMatch(share -> share > 0);
        assertThat(weights.doneAfter(0)).isZero();
        assertThat(weights.doneAfter(layers)).isCloseTo(1, Offset.offset(1e-9));
    }
}
