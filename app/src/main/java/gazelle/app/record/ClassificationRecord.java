package gazelle.app.record;

import gazelle.app.service.ReusableSession.SetUp;
import gazelle.protocol.model.ModelCard.OutputPolicy;
import gazelle.protocol.session.Prediction;
import gazelle.protocol.transport.tls.KeyFingerprint;
import gazelle.viewer.display.SliceGeometry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Everything that is to be known of one classification afterwards; it holds no pixel and no key.
 *
 * <p>It does not change, and {@link RecordJson} writes it and reads it back.
 *
 * @param began the beginning of the run
 * @param programVersion version of this program
 * @param slice that was classified
 * @param model that was asked
 * @param server that computed with it
 * @param parameters of the protocol
 * @param amounts the run's seconds and bytes
 * @param notes of the file's reader, for people
 * @param warnings of the model's input checks, for people
 * @param outcome the answer, or the reason why there is none
 */
public record ClassificationRecord(
        Instant began,
        String programVersion,
        ClassifiedSlice slice,
        AskedModel model,
        AskedServer server,
        Parameters parameters,
        Amounts amounts,
        List<String> notes,
        List<String> warnings,
        Outcome outcome) {
    public ClassificationRecord {
        notes = List.copyOf(notes);
        warnings = List.copyOf(warnings);
        if (outcome instanceof Answer answer) {
            int classes = model.classNames().size();
            boolean known = answer.prediction().labels().stream().allMatch(label -> label >= 0 && label < classes);
            if (!known) {
                throw new IllegalArgumentException(
                        "labels: " + answer.prediction().labels() + " (expected: each below the " + classes
                                + " classes of the model)");
            }
        }
    }

    /**
     * The slice that was classified.
     *
     * @param name its name for people: a file or a place in an archive of images; it can hold a name that someone typed
     * @param format of its file
     * @param width columns
     * @param height rows
     * @param frame its number among the pictures of its file, from 1
     * @param frames the number of pictures in its file
     * @param fileDigest of the file's bytes
     * @param inputDigest of the model input, as {@link Sha256#of(gazelle.protocol.model.QuantisedTensor)} defines it
     * @param uids of the DICOM file; empty if it has none or they were taken out
     * @param geometry the slice's place in the patient, if the file says so
     */
    public record ClassifiedSlice(
            String name,
            String format,
            int width,
            int height,
            int frame,
            int frames,
            Sha256 fileDigest,
            Sha256 inputDigest,
            Optional<DicomUids> uids,
            Optional<SliceGeometry> geometry) {}

    /**
     * The UIDs by which an archive of images finds a slice, and with it the patient.
     *
     * @param study the study's
     * @param series the series'
     * @param instance the instance's
     */
    public record DicomUids(String study, String series, String instance) {
        /** Withholds them: a record that ends up in a log names nobody. */
        @Override
        public String toString() {
            return "DicomUids[withheld]";
        }
    }

    /**
     * The model that was asked.
     *
     * @param name on its server
     * @param version as its card says
     * @param digest of card and network, as {@link Sha256#of(gazelle.protocol.wire.ModelOffer)} defines it
     * @param classNames all its answers, in the order of its labels
     * @param output the parts of its answer
     */
    public record AskedModel(String name, String version, Sha256 digest, List<String> classNames, OutputPolicy output) {
        public AskedModel {
            classNames = List.copyOf(classNames);
        }
    }

    /**
     * The server that computed.
     *
     * @param place {@code host:port}, or that it is inside this program
     * @param key the fingerprint of its key; empty for the server inside this program
     */
    public record AskedServer(String place, Optional<KeyFingerprint> key) {}

    /**
     * The parameters on which both sides agreed.
     *
     * @param id SHA-256 over all of them, hexadecimal
     * @param protocolVersion of the messages
     * @param link the forms of the protocol that were used, such as {@code LAN}; empty if no session was reached
     */
    public record Parameters(String id, int protocolVersion, Optional<String> link) {}

    /**
     * The run's seconds and bytes; of a run without an answer those of the layers that were done, with 0 rounds and no phases.
     *
     * @param seconds from the request to the result, without the set-up of the session
     * @param bytesUp sent by this program in that time
     * @param bytesDown received by it
     * @param rounds the number of answers that it waited for
     * @param layers one for each layer that was done
     * @param phases one for each phase, over all layers
     * @param setUp of the session, if this run needed one
     */
    public record Amounts(
            double seconds,
            long bytesUp,
            long bytesDown,
            int rounds,
            List<LayerAmounts> layers,
            List<PhaseAmounts> phases,
            Optional<SetUp> setUp) {
        public Amounts {
            layers = List.copyOf(layers);
            phases = List.copyOf(phases);
        }
    }

    /**
     * One layer's seconds and bytes.
     *
     * @param name the layer
     * @param kind its kind, as in network.json
     * @param seconds from its beginning to its end on the client
     * @param bytesUp sent by this program for it
     * @param bytesDown received by it
     */
    public record LayerAmounts(String name, String kind, double seconds, long bytesUp, long bytesDown) {}

    /**
     * One phase's seconds and bytes over all layers.
     *
     * @param phase its name in the protocol, such as {@code ENCRYPT}
     * @param seconds of the client's time
     * @param bytesUp sent by this program in it
     * @param bytesDown received by it
     */
    public record PhaseAmounts(String phase, double seconds, long bytesUp, long bytesDown) {}

    /** The end of the run. */
    public sealed interface Outcome {}

    /**
     * The model answered.
     *
     * @param prediction the labels, the best first, and the scores that the server's policy gives
     */
    public record Answer(Prediction prediction) implements Outcome {}

    /**
     * There is no result.
     *
     * @param code the kind of reason, such as {@code STOPPED}
     * @param message the reason, for people
     */
    public record NoAnswer(String code, String message) implements Outcome {}

    /** Returns the answer, if there is one. */
    public Optional<Prediction> prediction() {
        return outcome instanceof Answer answer ? Optional.of(answer.prediction()) : Optional.empty();
    }

    /** Returns the record without the UIDs that lead to the patient; the name stays. */
    public ClassificationRecord withoutUids() {
        return new ClassificationRecord(
                began,
                programVersion,
                new ClassifiedSlice(
                        slice.name,
                        slice.format,
                        slice.width,
                        slice.height,
                        slice.frame,
                        slice.frames,
                        slice.fileDigest,
                        slice.inputDigest,
                        Optional.empty(),
                        slice.geometry),
                model,
                server,
                parameters,
                amounts,
                notes,
                warnings,
                outcome);
    }
}
