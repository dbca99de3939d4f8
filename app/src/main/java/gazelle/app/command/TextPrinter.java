package gazelle.app.command;

import gazelle.app.record.ClassificationRecord;
import gazelle.app.record.RecordWords;
import gazelle.app.service.ResultWords;
import gazelle.protocol.model.Layer;
import gazelle.protocol.model.ModelCard;
import gazelle.protocol.session.LayerReport;
import gazelle.protocol.session.Prediction;
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
    public void endImage(ModelCard card, ClassificationRecord record) {
        Prediction prediction = record.prediction().orElseThrow();
        ClassificationRecord.Amounts amounts = record.amounts();
        out.println("  " + ResultWords.mostLike(card, prediction));
        record.notes().forEach(note -> out.println("  Note: " + note));
        record.warnings().forEach(warning -> out.println("  Warning: " + warning));
        ResultWords.scores(card, prediction).forEach(line -> out.println("  " + line));
        out.println("  " + ResultWords.NOT_VERIFIED);
        out.println("  " + ResultWords.limits(card));
        out.println("  " + ResultWords.figures(card, prediction.label()));
        out.println("  " + ResultWords.seconds(amounts.seconds()) + ", " + ResultWords.bytes(amounts.bytesUp())
                + " up, " + ResultWords.bytes(amounts.bytesDown()) + " down, " + amounts.rounds() + " rounds");
        out.println("  " + RecordWords.phases(amounts));
        out.println("  " + ResultWords.NOTICE);
        out.flush();
    }
}
