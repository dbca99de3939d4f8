package gazelle.models.compile;

import gazelle.models.data.LabelledImage;
import gazelle.protocol.host.ModelHost;
import gazelle.protocol.model.ArgMax;
import gazelle.protocol.model.CompiledModel;
import gazelle.protocol.model.NetworkSpec;
import gazelle.protocol.model.QuantisedTensor;
import gazelle.protocol.model.Scores;
import gazelle.protocol.model.TopK;
import gazelle.protocol.reference.ReferenceNetwork;
import gazelle.protocol.session.GazelleClient;
import gazelle.protocol.session.InferenceListener;
import gazelle.protocol.session.InferenceReport;
import gazelle.protocol.session.Prediction;
import gazelle.protocol.session.PreparedModel;
import gazelle.protocol.session.RenewingClient;
import gazelle.protocol.session.SessionLimits;
import gazelle.protocol.session.SessionSettings;
import gazelle.protocol.wire.SessionException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Private inferences between a server and a client within the process, compared with the integer network in the clear.
 *
 * @param images how many were classified
 * @param equal on how many the client learned what the integers give: all of them, or something is wrong
 * @param correct how many got their true class, as far as it is known
 * @param bytesUp frames of the client for one image
 * @param bytesDown frames of the server for one image
 */
public record PrivateVerification(int images, int equal, int correct, long bytesUp, long bytesDown) {
    /** A verification and what it took. */
    public record Timed(PrivateVerification verification, double medianSeconds) {}

    /**
     * Classifies images privately, and compares all that the client learns: labels in their order, or every score.
     *
     * @param model the compiled model
     * @param images at least one
     * @throws SessionException if a session fails, which within one process it should not
     */
    public static Timed run(CompiledModel model, List<LabelledImage> images) throws SessionException {
        SessionSettings settings = new SessionSettings(new SecureRandom(), System::nanoTime, SessionLimits.USUAL);
        ReferenceNetwork reference = new ReferenceNetwork(model.spec(), model.weights());
        int equal = 0;
        int correct = 0;
        InferenceReport last = null;
        double[] seconds = new double[images.size()];
        try (ModelHost host = new ModelHost(List.of(new PreparedModel(model)), settings, 2);
                RenewingClient client =
                        RenewingClient.open(() -> GazelleClient.open(host.connectInProcess(), settings))) {
            for (int i = 0; i < images.size(); i++) {
                QuantisedTensor input = QuantisedTensor.quantise(
                        images.get(i).input(),
                        model.card().input().scale(),
                        model.spec().input());
                last = client.classify(model.card().name(), input, InferenceListener.NONE);
                seconds[i] = last.seconds();
                equal += last.prediction().equals(expected(model.spec(), reference, input)) ? 1 : 0;
                correct += last.label() == images.get(i).label() ? 1 : 0;
            }
        }
        if (last == null) {
            throw new IllegalArgumentException("images: none (expected: at least one)");
        }
        Arrays.sort(seconds);
        return new Timed(
                new PrivateVerification(images.size(), equal, correct, last.bytesUp(), last.bytesDown()),
                seconds[seconds.length / 2]);
    }

    private static Prediction expected(NetworkSpec spec, ReferenceNetwork reference, QuantisedTensor input) {
        int[] output = reference.layerOutputs(input).getLast().values();
        return switch (spec.output()) {
            case ArgMax _, TopK _ -> new Prediction(IntStream.of(output).boxed().toList(), List.of());
            case Scores _ ->
                new Prediction(
                        List.of(reference.label(input)),
                        IntStream.of(output).asLongStream().boxed().toList());
        };
    }
}
