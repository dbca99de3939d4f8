package gazelle.app.command;

import gazelle.app.service.ResultWords;
import gazelle.protocol.model.Layer;
import gazelle.protocol.session.InferenceReport;
import gazelle.protocol.session.LayerReport;
import gazelle.protocol.wire.ModelOffer;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** Lines for people: one for each layer, then the result in the words of the desktop. */
final class TextPrinter implements ResultPrinter {
    private final PrintWriter out;
    private final PauseLines pauses;
    private int layers;

    TextPrinter(PrintWriter out, PauseLines pauses) {
        this.out = out;
        this.pauses = pauses;
    }

    @Override
    public PauseLines pauses() {
        return pauses;
    }

    @Override
    public void begin(ModelOffer offer) {
        out.println(offer.card().title() + " (" + offer.card().name() + ", version "
                + offer.card().version() + ")");
        out.println(ResultWords.NOTICE);
        out.flush();
    }

    @Override
    public void beginImage(String image) {
        out.println();
        out.println(image);
        out.flush();
    }

    @Override
    public void inferenceStarted(List<Layer> all) {
        layers = all.size();
    }

    @Override
    public void layerFinished(int layer, LayerReport report) {
        out.println(String.format(
                Locale.ROOT,
                "  %2d/%d  %-16s %-16s %8s   up %10s   down %10s",
                layer + 1,
                layers,
                report.name(),
                report.kind(),
                ResultWords.seconds(report.seconds()),
                ResultWords.bytes(report.bytesUp()),
                ResultWords.bytes(report.bytesDown())));
        out.flush();
    }

    @Override
    public void endImage(
            String image, ModelOffer offer, List<String> notes, List<String> warnings, InferenceReport report) {
        out.println("  " + ResultWords.mostLike(offer.card(), report.prediction()));
        notes.forEach(note -> out.println("  Note: " + note));
        warnings.forEach(warning -> out.println("  Warning: " + warning));
        ResultWords.scores(offer.card(), report.prediction()).forEach(line -> out.println("  " + line));
        out.println("  " + ResultWords.NOT_VERIFIED);
        out.println("  " + ResultWords.limits(offer.card()));
        out.println("  " + ResultWords.figures(offer.card(), report.label()));
        out.println("  " + ResultWords.seconds(report.seconds()) + ", " + ResultWords.bytes(report.bytesUp()) + " up, "
                + ResultWords.bytes(report.bytesDown()) + " down, " + report.rounds() + " rounds");
        out.println("  " + ResultWords.phases(report));
        out.println("  " + ResultWords.NOTICE);
        out.flush();
    }
}
