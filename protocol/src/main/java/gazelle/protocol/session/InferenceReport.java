package gazelle.protocol.session;

import gazelle.protocol.meter.WorkTimes;
import java.util.List;

/**
 * The result of one inference and what it took; set-up of the connection is apart.
 *
 * @param model name of the model
 * @param modelVersion its version
 * @param prediction the label, and what else the policy allows
 * @param labelName name of the best class
 * @param layers one for each layer of the network
 * @param phases one for each phase, over all layers
 * @param seconds from the request to the result
 * @param bytesUp all frames sent by the client, headers included
 * @param bytesDown all frames sent by the server, headers included
 * @param work what each kind of work took of the client's time
 * @param rounds how often the client had to wait for an answer to what it had sent
 */
public record InferenceReport(
        String model,
        String modelVersion,
        Prediction prediction,
        String labelName,
        List<LayerReport> layers,
        List<PhaseReport> phases,
        double seconds,
        long bytesUp,
        long bytesDown,
        WorkTimes work,
        int rounds) {
    public InferenceReport {
        layers = List.copyOf(layers);
        phases = List.copyOf(phases);
    }

    /** Index of the best class. */
    public int label() {
        return prediction.label();
    }
}
