package gazelle.app.record;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import gazelle.app.record.ClassificationRecord.Amounts;
import gazelle.app.record.ClassificationRecord.Answer;
import gazelle.app.record.ClassificationRecord.AskedModel;
import gazelle.app.record.ClassificationRecord.AskedServer;
import gazelle.app.record.ClassificationRecord.ClassifiedSlice;
import gazelle.app.record.ClassificationRecord.DicomUids;
import gazelle.app.record.ClassificationRecord.LayerAmounts;
import gazelle.app.record.ClassificationRecord.NoAnswer;
import gazelle.app.record.ClassificationRecord.Outcome;
import gazelle.app.record.ClassificationRecord.Parameters;
import gazelle.app.record.ClassificationRecord.PhaseAmounts;
import gazelle.app.service.ReusableSession.SetUp;
import gazelle.protocol.model.ModelCard.OutputPolicy;
import gazelle.protocol.session.Prediction;
import gazelle.protocol.transport.tls.KeyFingerprint;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The JSON form of a record: one flat object whose names stay as they are, so that programs can rely on them.
 *
 * @param format of this form, 1; a version that programs of format 1 cannot read has another one
 * @param image the slice's name
 * @param model the model's name
 * @param modelVersion its version
 * @param label the best class's place in the model's card, from 0; null without an answer
 * @param className the best class's name; null without an answer
 * @param verified true if it is known that the server computed the model that it names: never, in this version of the protocol
 * @param scores every class's score in the order of the card; null unless the server's policy gives them
 * @param labels the best few, the best first; left out unless the server's policy gives them
 * @param failure the reason why there is no answer; left out if there is one
 * @param notes of the file's reader
 * @param warnings of the model's input checks
 * @param layers one for each layer, in order
 * @param phases one for each phase, over all layers
 * @param seconds from the request to the result, without the connection's set-up
 * @param bytesUp sent by this program in that time
 * @param bytesDown received by it
 * @param rounds the number of answers that it waited for
 * @param setUp of the session; left out if the session stood before
 * @param began the beginning of the run, ISO 8601 in UTC
 * @param program version of the program
 * @param slice the slice's file and its place
 * @param modelDigest SHA-256 of the model's card and network
 * @param classes all that the model can answer
 * @param output the parts of the model's answer
 * @param server the server
 * @param parameters of the protocol
 */
record RecordDocument(
        int format,
        String image,
        String model,
        String modelVersion,
        @Nullable Integer label,
        @JsonProperty("class") @Nullable String className,
        boolean verified,
        @Nullable List<Long> scores,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<Integer> labels,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable NoAnswer failure,
        List<String> notes,
        List<String> warnings,
        List<LayerAmounts> layers,
        List<PhaseAmounts> phases,
        double seconds,
        long bytesUp,
        long bytesDown,
        int rounds,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable SetUp setUp,
        String began,
        String program,
        SliceForm slice,
        Sha256 modelDigest,
        List<String> classes,
        OutputPolicy output,
        ServerForm server,
        ParametersForm parameters) {
    /** The form of this version. */
    static final int FORMAT = 1;

    private static final boolean NOT_VERIFIED = false;

    RecordDocument {
        require("image", image);
        require("model", model);
        require("modelVersion", modelVersion);
        notes = List.copyOf(require("notes", notes));
        warnings = List.copyOf(require("warnings", warnings));
        layers = List.copyOf(require("layers", layers));
        phases = List.copyOf(require("phases", phases));
        require("began", began);
        require("program", program);
        require("slice", slice);
        require("modelDigest", modelDigest);
        classes = List.copyOf(require("classes", classes));
        require("output", output);
        require("server", server);
        require("parameters", parameters);
        scores = scores == null ? null : List.copyOf(scores);
        labels = labels == null ? null : List.copyOf(labels);
    }

    private static <T> T require(String name, @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException(name + ": missing (expected: a value)");
        }
        return value;
    }

    /** The slice's file and its place, as {@link ClassifiedSlice} has them. */
    record SliceForm(
            String format,
            int width,
            int height,
            int frame,
            int frames,
            Sha256 fileDigest,
            Sha256 inputDigest,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            DicomUids uids,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            GeometryLists geometry) {
        SliceForm {
            require("slice.format", format);
            require("slice.fileDigest", fileDigest);
            require("slice.inputDigest", inputDigest);
        }
    }

    /** The server, as {@link AskedServer} has it; without a key it is the one inside the program. */
    record ServerForm(
            String place,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String key) {
        ServerForm {
            require("server.place", place);
        }
    }

    /** The parameters, as {@link Parameters} has them. */
    record ParametersForm(
            String id,
            int protocolVersion,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String link) {
        ParametersForm {
            require("parameters.id", id);
        }
    }

    static RecordDocument of(ClassificationRecord record) {
        ClassifiedSlice slice = record.slice();
        AskedModel model = record.model();
        Amounts amounts = record.amounts();
        @Nullable Prediction answer = record.prediction().orElse(null);
        return new RecordDocument(
                FORMAT,
                slice.name(),
                model.name(),
                model.version(),
                answer == null ? null : answer.label(),
                answer == null ? null : model.classNames().get(answer.label()),
                NOT_VERIFIED,
                answer == null || answer.scores().isEmpty() ? null : answer.scores(),
                answer == null || model.output() != OutputPolicy.TOP_K ? null : answer.labels(),
                record.outcome() instanceof NoAnswer none ? none : null,
                record.notes(),
                record.warnings(),
                amounts.layers(),
                amounts.phases(),
                amounts.seconds(),
                amounts.bytesUp(),
                amounts.bytesDown(),
                amounts.rounds(),
                amounts.setUp().orElse(null),
                record.began().toString(),
                record.programVersion(),
                new SliceForm(
                        slice.format(),
                        slice.width(),
                        slice.height(),
                        slice.frame(),
                        slice.frames(),
                        slice.fileDigest(),
                        slice.inputDigest(),
                        slice.uids().orElse(null),
                        slice.geometry().map(GeometryLists::of).orElse(null)),
                model.digest(),
                model.classNames(),
                model.output(),
                new ServerForm(
                        record.server().place(),
                        record.server().key().map(KeyFingerprint::hex).orElse(null)),
                new ParametersForm(
                        record.parameters().id(),
                        record.parameters().protocolVersion(),
                        record.parameters().link().orElse(null)));
    }

    /**
     * Returns the record.
     *
     * @throws IllegalArgumentException if fields contradict each other or have no meaning
     */
    ClassificationRecord content() {
        return new ClassificationRecord(
                instant(began),
                program,
                new ClassifiedSlice(
                        image,
                        slice.format,
                        slice.width,
                        slice.height,
                        slice.frame,
                        slice.frames,
                        slice.fileDigest,
                        slice.inputDigest,
                        Optional.ofNullable(slice.uids),
                        Optional.ofNullable(slice.geometry).map(GeometryLists::geometry)),
                new AskedModel(model, modelVersion, modelDigest, classes, output),
                new AskedServer(server.place, Optional.ofNullable(server.key).map(KeyFingerprint::new)),
                new Parameters(parameters.id, parameters.protocolVersion, Optional.ofNullable(parameters.link)),
                new Amounts(seconds, bytesUp, bytesDown, rounds, layers, phases, Optional.ofNullable(setUp)),
                notes,
                warnings,
                outcome());
    }

    private Outcome outcome() {
        if ((label == null) == (failure == null)) {
            throw new IllegalArgumentException(
                    "label, failure: " + (label == null ? "neither" : "both") + " (expected: one of them)");
        }
        if (failure != null) {
            return failure;
        }
        List<Integer> all = labels == null ? List.of(label) : labels;
        if (all.isEmpty() || !all.getFirst().equals(label)) {
            throw new IllegalArgumentException("labels: " + all + " (expected: " + label + " first)");
        }
        return new Answer(new Prediction(all, scores == null ? List.of() : scores));
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException malformed) {
            throw new IllegalArgumentException(
                    "began: " + text + " (expected: a time such as 2026-01-31T12:00:00Z)", malformed);
        }
    }
}
