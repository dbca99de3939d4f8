package gazelle.app.command;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import gazelle.protocol.model.ModelCard;
import gazelle.protocol.session.InferenceReport;
import gazelle.protocol.session.LayerReport;
import gazelle.protocol.session.PhaseReport;
import gazelle.protocol.wire.ModelOffer;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** One JSON object per image, one per line, for programs. */
final class JsonPrinter implements ResultPrinter {
    private static final boolean NOT_VERIFIED = false;

    private final JsonMapper mapper = new JsonMapper();
    private final PrintWriter out;
    private final PauseLines pauses;

    JsonPrinter(PrintWriter out, PauseLines pauses) {
        this.out = out;
        this.pauses = pauses;
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
    public void endImage(
            String image, ModelOffer offer, List<String> notes, List<String> warnings, InferenceReport report) {
        out.println(mapper.writeValueAsString(new Line(
                image,
                report.model(),
                report.modelVersion(),
                report.label(),
                report.labelName(),
                NOT_VERIFIED,
                report.prediction().scores().isEmpty()
                        ? null
                        : report.prediction().scores(),
                offer.card().output() == ModelCard.OutputPolicy.TOP_K
                        ? report.prediction().labels()
                        : null,
                notes,
                warnings,
                report.layers(),
                report.phases(),
                report.seconds(),
                report.bytesUp(),
                report.bytesDown(),
                report.rounds())));
        out.flush();
    }

    /**
     * What is printed for an image.
     *
     * @param image the file or place as it was named, or its path within the folder or archive that was
     * @param model the model's name
     * @param modelVersion its version
     * @param label the class's place in the model's card, from 0, as in the labels of its test set
     * @param className the class's name
     * @param verified whether it is known that the server computed the model that it names: never, in this version of the protocol
     * @param scores every class's score in the order of the card; null unless the server's policy gives them
     * @param labels the best few, the best first; left out unless the server's policy gives them
     * @param notes of the file's reader
     * @param warnings of the model's input checks
     * @param layers one for each layer, in order
     * @param phases what each phase took over all layers
     * @param seconds from the request to the result, without the connection's set-up
     * @param bytesUp sent by this program in that time
     * @param bytesDown received by it
     * @param rounds how often it had to wait for an answer
     */
    record Line(
            String image,
            String model,
            String modelVersion,
            int label,
            @JsonProperty("class") String className,
            boolean verified,
            @Nullable List<Long> scores,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            List<Integer> labels,

            List<String> notes,
            List<String> warnings,
            List<LayerReport> layers,
            List<PhaseReport> phases,
            double seconds,
            long bytesUp,
            long bytesDown,
            int rounds) {}
}
