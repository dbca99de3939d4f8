package gazelle.app.command;

import gazelle.app.service.ReusableSession;
import gazelle.protocol.session.InferenceReport;
import gazelle.protocol.wire.ModelOffer;
import java.time.Duration;
import java.util.List;

/** Tells on the terminal how classifications go and end. */
sealed interface ResultPrinter extends ReusableSession.Listener permits JsonPrinter, TextPrinter {
    void begin(ModelOffer offer);

    /** Where pauses are told. */
    PauseLines pauses();

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
     * @param notes of the file's reader, such as a tint that was left out
     * @param warnings of the model's input checks
     */
    void endImage(String image, ModelOffer offer, List<String> notes, List<String> warnings, InferenceReport report);
}
