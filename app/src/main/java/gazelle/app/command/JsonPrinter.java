package gazelle.app.command;

import gazelle.app.record.ClassificationRecord;
import gazelle.app.record.RecordJson;
import gazelle.protocol.model.ModelCard;
import gazelle.protocol.wire.ModelOffer;
import java.io.PrintWriter;

/** The record of each image as one JSON object, one per line, for programs. */
final class JsonPrinter implements ResultPrinter {
    private final PrintWriter out;
    private final PauseLines pauses;
    private final boolean identifiers;

    /**
     * @param identifiers true to print the UIDs that lead to the patient too
     */
    JsonPrinter(PrintWriter out, PauseLines pauses, boolean identifiers) {
        this.out = out;
        this.pauses = pauses;
        this.identifiers = identifiers;
    }

    @Override
    public PauseLines pauses() {
        return pauses;
    }

    @Override
    public void begin(ModelOffer offer) {}

    @Override
    public void beginImage(String image) {}

    @Override
    public void endImage(ModelCard card, ClassificationRecord record) {
        out.println(RecordJson.write(identifiers ? record : record.withoutUids()));
        out.flush();
    }
}
