package gazelle.models.compile;

import com.fasterxml.jackson.annotation.JsonInclude;
import gazelle.models.evaluate.Evaluation;
import gazelle.models.quantise.QuantisedNetwork.StageReport;
import gazelle.protocol.model.CompiledModel;
import gazelle.protocol.model.ModelCard.ClassFigures;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A compiled model and how it came about.
 *
 * @param model what is written to the folder
 * @param real the floating-point network on the test images; null without labelled ones
 * @param integer the integer network on the test images; null without labelled ones
 * @param stages widths by linear layer
 * @param cost of one private inference
 * @param chosen the trial that was taken
 * @param keepsToDrop whether it keeps to the accuracy drop that was asked for
 * @param trials every trial, in order
 */
public record CompilationResult(
        CompiledModel model,
        @Nullable Evaluation real,
        @Nullable Evaluation integer,
        List<StageReport> stages,
        NetworkCost cost,
        Trial chosen,
        boolean keepsToDrop,
        List<Trial> trials) {
    public CompilationResult {
        stages = List.copyOf(stages);
        trials = List.copyOf(trials);
    }

    /**
     * One quantisation.
     *
     * @param errorPrice its option
     * @param heldOutAgreement share of held-out calibration images that it labels as the real network does
     * @param scoreError mean squared error of the scores over their mean square, on the calibration images
     * @param bytes of one private inference over a local network
     */
    public record Trial(double errorPrice, double heldOutAgreement, double scoreError, long bytes) {}

    /** The content of report.json. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Report(
            @Nullable Double floatAccuracy,
            @Nullable Double accuracy,
            double heldOutAgreement,
            @Nullable PrivateVerification verification,
            NetworkCost cost,
            List<StageReport> stages,
            @Nullable List<ClassFigures> floatClasses,
            @Nullable List<ClassFigures> classes,
            List<Trial> trials) {}

    /** The figures without weights and single predictions. */
    public Report report(@Nullable PrivateVerification verification) {
        return new Report(
                real == null ? null : real.accuracy(),
                integer == null ? null : integer.accuracy(),
                chosen.heldOutAgreement(),
                verification,
                cost,
                stages,
                real == null ? null : real.classes(),
                integer == null ? null : integer.classes(),
                trials);
    }
}
