package gazelle.app.command;

import gazelle.app.service.ReusableSession;
import gazelle.protocol.session.InferenceReport;
import gazelle.protocol.wire.ModelOffer;
import java.util.List;

/** Tells on the terminal how classifications go and end. */
sealed interface ResultPrinter extends ReusableSession.Listener permits JsonPrinter, TextPrinter {
    void begin(ModelOffer offer);

    @Override
    default void sessionPrepared(ReusableSession.SetUp setUp) {}

    void beginImage(String image);

    void endImage(String image, ModelOffer offer, List<String> warnings, InferenceReport report);
}
