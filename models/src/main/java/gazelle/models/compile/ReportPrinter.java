package gazelle.models.compile;

import gazelle.models.compile.NetworkCost.LayerFigures;
import gazelle.models.evaluate.EvaluateCommand;
import gazelle.models.quantise.QuantisedNetwork.StageReport;
import gazelle.protocol.model.ArgMax;
import gazelle.protocol.model.NetworkSpec;
import gazelle.protocol.model.Scores;
import gazelle.protocol.model.TopK;
import java.io.PrintWriter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Prints for people what report.json holds. */
final class ReportPrinter {
    private final PrintWriter out;

    ReportPrinter(PrintWriter out) {
        this.out = out;
    }

    private void line(String format, Object... values) {
        out.printf(Locale.ROOT, format + "%n", values);
    }

    void print(CompilationResult result, PrivateVerification.@Nullable Timed verified) {
        if (result.real() == null || result.integer() == null) {
            line("accuracy not assessed: no labelled test images");
        } else {
            EvaluateCommand.print(out, result.real());
            EvaluateCommand.print(out, result.integer());
        }
        layers(result.cost());
        NetworkSpec network = result.model().spec();
        line(
                "a client learns %s: at most %d bits an image",
                switch (network.output()) {
                    case ArgMax _ -> "the label";
                    case TopK top -> "the best " + top.count() + " labels";
                    case Scores _ -> "every score";
                },
                network.output().revealedBits(network.classCount()));
        line("layer      relus   l   s  a  h  |w|<=   rel.error");
        for (StageReport stage : result.stages()) {
            line(
                    "%-8s %7d %3d %3d %2d %2d %6d   %.6f",
                    stage.layer(),
                    stage.activations(),
                    stage.ringBits(),
                    stage.shift(),
                    stage.activationBits(),
                    stage.saturationBits(),
                    stage.largestWeight(),
                    stage.relativeError());
        }
        for (CompilationResult.Trial trial : result.trials()) {
            line(
                    "%serror price %.3g: held-out agreement %.4f, score error %.4f, %.3f MB",
                    trial.equals(result.chosen()) ? "taken: " : "",
                    trial.errorPrice(),
                    trial.heldOutAgreement(),
                    trial.scoreError(),
                    trial.bytes() / 1e6);
        }
        if (!result.keepsToDrop()) {
            line("The accuracy drop is not kept to: allow more --weight-bits or --activation-bits.");
        }
        if (verified != null) {
            PrivateVerification verification = verified.verification();
            line(
                    "private: %d of %d images as the integers, median %.3f s here in one process, %.3f MB up, %.3f MB down",
                    verification.equal(),
                    verification.images(),
                    verified.medianSeconds(),
                    verification.bytesUp() / 1e6,
                    verification.bytesDown() / 1e6);
        }
        out.flush();
    }

    private void layers(NetworkCost cost) {
        line(
                "layer        kind            output         MACs   l   s  a  h  ct up/down      ANDs     kB up    kB down");
        for (LayerFigures layer : cost.layers()) {
            line(
                    "%-12s %-15s %-10s %9d  %2d  %2d %2d %2d  %5d/%-5d %10d %9.1f %10.1f",
                    layer.name(),
                    layer.kind(),
                    layer.output(),
                    layer.multiplications(),
                    layer.ringBits(),
                    layer.shift(),
                    layer.activationBits(),
                    layer.saturationBits(),
                    layer.ciphertextsUp(),
                    layer.ciphertextsDown(),
                    layer.andGates(),
                    layer.bytesUp() / 1e3,
                    layer.bytesDown() / 1e3);
        }
        line(
                "one inference: %d MACs, %d ANDs, %d rounds, %.3f MB up, %.3f MB down",
                cost.multiplications(), cost.andGates(), cost.rounds(), cost.bytesUp() / 1e6, cost.bytesDown() / 1e6);
        line(
                "estimated seconds on quiet machines: %.3f on loopback, %.3f at 1 Gbit/s and 0.2 ms, %.2f at 100 Mbit/s"
                        + " and 40 ms",
                cost.seconds().loopback(), cost.seconds().lan(), cost.seconds().wan());
    }
}
