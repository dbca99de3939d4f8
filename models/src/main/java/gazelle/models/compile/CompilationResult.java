package gazelle.models.compile;

import gazelle.models.evaluate.Evaluation;
import gazelle.models.quantise.QuantisedNetwork.StageReport;
import gazelle.protocol.model.CompiledModel;
import gazelle.protocol.model.ModelCard.ClassFigures;
import java.util.List;

/**
 * A compiled model and how it came about.
 *
 * @param model what is written to the folder
 * @param real the floating-point network on the test images
 * @param integer the integer network on the test images
 * @param stages widths by linear layer
 * @param trials the error prices tried, in order; the last was taken
 */
public record CompilationResult(
        CompiledModel model, Evaluation real, Evaluation integer, List<StageReport> stages, List<Trial> trials) {
    public CompilationResult {
        stages = List.copyOf(stages);
        trials = List.copyOf(trials);
    }

    /**
     * One quantisation.
     *
     * @param errorPrice its option
     * @param heldOutAgreement share of held-out training images that it labels as the real network does
     * @param scoreError mean squared error of the scores over their mean square, on the calibration images
     * @param activationBytes estimated traffic of its activations
     */
    public record Trial(double errorPrice, double heldOutAgreement, double scoreError, long activationBytes) {}

    /** What report.json holds. */
    public record Report(
            double floatAccuracy,
            double accuracy,
            List<ClassFigures> floatClasses,
            List<ClassFigures> classes,
            List<StageReport> stages,
            List<Trial> trials) {}

    /** The figures without weights and single predictions. */
    public Report report() {
        return new Report(real.accuracy(), integer.accuracy(), real.classes(), integer.classes(), stages, trials);
    }
}
