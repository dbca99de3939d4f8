package gazelle.app.command;

import gazelle.app.record.ClassificationRecord;
import gazelle.app.service.ReusableSession;
import gazelle.protocol.model.Layer;
import gazelle.protocol.model.ModelCard;
import gazelle.protocol.session.LayerReport;
import gazelle.protocol.session.Phase;
import gazelle.protocol.wire.ModelOffer;
import java.time.Duration;

/** Prints the progress and the results of classifications. */
sealed interface ResultPrinter extends ReusableSession.Listener permits JsonPrinter, TextPrinter {
    void begin(ModelOffer offer);

    /** Returns the printer of pauses. */
    PauseLines pauses();

    @Override
    default void inferenceStarted(List<Layer> layers) {}

    @Override
    default void layerStarted(int layer) {}

    @Override
    default void phaseStarted(Phase phase) {}

    @Override
    default void layerFinished(int layer, LayerReport report) {}

    @Override
    default void stalled(Duration quiet) {
        pauses().stalled(quiet);
    }

    @Override
    default void resumed(Duration lasted) {
        pauses().resumed(lasted);
    }

    @Override
    default void sessionPrepared(ReusableSession.SetUp setUp) {}

    void beginImage(String image);

    /**
     * Tells the result of an image.
     *
     * @param card of the model
     * @param record of the run; it has an answer
     */
    void endImage(ModelCard card, ClassificationRecord record);
}
