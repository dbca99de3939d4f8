package gazelle.protocol.session;

import gazelle.protocol.meter.WorkTimes;
import java.util.List;

/**
 * The result of one inference with its time and bytes; those of the connection's set-up are not in it.
 *
 * @param model name of the model
 * @param modelVersion its version
 * @param prediction the label, and whatever else the policy allows
 * @param labelName name of the best class
 * @param layers one for each layer of the network
 * @param phases one for each phase, over all layers
 * @param seconds time from the request to the result
 * @param bytesUp size of all frames sent by the client, headers included
 * @param bytesDown size of all frames sent by the server, headers included
 * @param work the client's time by kind of work
 * @param rounds number of times that the client had to wait for an answer to what it had sent
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

    /** Returns the index of the best class. */
    public int label() {
        return prediction.label();
    }
}
