package gazelle.app.command;

import gazelle.protocol.session.InferenceReport;
import gazelle.protocol.session.LayerReport;
import gazelle.protocol.wire.ModelOffer;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** One JSON object per image, one per line, for programs. */
final class JsonPrinter implements ResultPrinter {
    private final JsonMapper mapper = new JsonMapper();
    private final PrintWriter out;

    JsonPrinter(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void begin(ModelOffer offer) {}

    @Override
    public void beginImage(Path image) {}

    @Override
    public void endImage(Path image, ModelOffer offer, InferenceReport report) {
        out.println(mapper.writeValueAsString(new Line(
                image.toString(),
                report.model(),
                report.modelVersion(),
                report.labelName(),
                report.label(),
                null,
                report.layers(),
                report.seconds(),
                report.bytesUp(),
                report.bytesDown(),
                report.rounds())));
        out.flush();
    }

    /**
     * What is printed for an image.
     *
     * @param image the file as it was named
     * @param model the model's name
     * @param modelVersion its version
     * @param label name of the class
     * @param labelIndex its place in the model's card, from 0
     * @param scores null: no policy of this version gives them
     * @param layers one for each layer, in order
     * @param seconds from the request to the result, without the connection's set-up
     * @param bytesUp sent by this program in that time
     * @param bytesDown received by it
     * @param rounds how often it had to wait for an answer
     */
    record Line(
            String image,
            String model,
            String modelVersion,
            String label,
            int labelIndex,
            @Nullable List<Integer> scores,
            List<LayerReport> layers,
            double seconds,
            long bytesUp,
            long bytesDown,
            int rounds) {}
}
