package gazelle.app.record;

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
import gazelle.app.service.ModelSource;
import gazelle.app.service.PreparedSlice;
import gazelle.app.service.ReusableSession.Attempt;
import gazelle.protocol.model.ModelCard;
import gazelle.protocol.session.InferenceReport;
import gazelle.protocol.session.LayerReport;
import gazelle.protocol.session.ProtocolVersion;
import gazelle.protocol.wire.ModelOffer;
import gazelle.viewer.slice.SliceInfo;
import gazelle.viewer.slice.SliceTag;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Makes the records of classifications.
 *
 * @param clock tells when a run begins
 * @param programVersion version of this program
 */
public record Recorder(Clock clock, String programVersion) {
    /**
     * Notes that a run begins.
     *
     * @param name the slice's name for people
     * @param fileDigest of the slice's file
     * @param info of the slice, from its file
     * @param prepared the slice as the model sees it
     * @param offer the model
     * @param source the server
     */
    public Draft begin(
            String name,
            Sha256 fileDigest,
            SliceInfo info,
            PreparedSlice prepared,
            ModelOffer offer,
            ModelSource source) {
        ModelCard card = offer.card();
        return new Draft(
                clock.instant(),
                programVersion,
                new ClassifiedSlice(
                        name,
                        info.format().displayName(),
                        info.width(),
                        info.height(),
                        info.frame() + 1,
                        info.frames(),
                        fileDigest,
                        Sha256.of(prepared.quantised()),
                        uids(info),
                        Optional.ofNullable(info.geometry())),
                new AskedModel(card.name(), card.version(), Sha256.of(offer), card.classNames(), card.output()),
                new AskedServer(source.place(), source.key()),
                info.notes(),
                prepared.warnings());
    }

    private static Optional<DicomUids> uids(SliceInfo info) {
        Optional<String> series = info.identifiers().value(SliceTag.Key.SERIES_INSTANCE_UID);
        Optional<String> instance = info.identifiers().value(SliceTag.Key.SOP_INSTANCE_UID);
        return series.isEmpty() || instance.isEmpty()
                ? Optional.empty()
                : Optional.of(new DicomUids(
                        info.identifiers()
                                .value(SliceTag.Key.STUDY_INSTANCE_UID)
                                .orElse(""),
                        series.get(),
                        instance.get()));
    }

    /**
     * The record of a run that has not ended.
     *
     * @param began its beginning
     * @param programVersion version of this program
     * @param slice that is classified
     * @param model that is asked
     * @param server that computes
     * @param notes of the file's reader
     * @param warnings of the model's input checks
     */
    public record Draft(
            Instant began,
            String programVersion,
            ClassifiedSlice slice,
            AskedModel model,
            AskedServer server,
            List<String> notes,
            List<String> warnings) {
        public Draft {
            notes = List.copyOf(notes);
            warnings = List.copyOf(warnings);
        }

        /**
         * Completes the record of a run that has an answer.
         *
         * @param report the answer and what it took
         * @param attempt that gave it
         */
        public ClassificationRecord answered(InferenceReport report, Attempt attempt) {
            return ended(
                    attempt,
                    new Amounts(
                            report.seconds(),
                            report.bytesUp(),
                            report.bytesDown(),
                            report.rounds(),
                            layers(report.layers()),
                            report.phases().stream()
                                    .map(phase -> new PhaseAmounts(
                                            phase.phase().name(), phase.seconds(), phase.bytesUp(), phase.bytesDown()))
                                    .toList(),
                            attempt.setUp()),
                    new Answer(report.prediction()));
        }

        /**
         * Completes the record of a run that ended without a result.
         *
         * @param reason for which there is none
         * @param layers those that were done
         * @param attempt that failed
         */
        public ClassificationRecord unanswered(NoAnswer reason, List<LayerReport> layers, Attempt attempt) {
            return ended(
                    attempt,
                    new Amounts(
                            layers.stream().mapToDouble(LayerReport::seconds).sum(),
                            layers.stream().mapToLong(LayerReport::bytesUp).sum(),
                            layers.stream().mapToLong(LayerReport::bytesDown).sum(),
                            0,
                            layers(layers),
                            List.of(),
                            attempt.setUp()),
                    reason);
        }

        private ClassificationRecord ended(Attempt attempt, Amounts amounts, Outcome outcome) {
            return new ClassificationRecord(
                    began,
                    programVersion,
                    slice,
                    model,
                    server,
                    new Parameters(
                            ProtocolVersion.parameterId(),
                            ProtocolVersion.CURRENT,
                            attempt.link().map(Enum::name)),
                    amounts,
                    notes,
                    warnings,
                    outcome);
        }

        private static List<LayerAmounts> layers(List<LayerReport> reports) {
            return reports.stream()
                    .map(layer -> new LayerAmounts(
                            layer.name(), layer.kind(), layer.seconds(), layer.bytesUp(), layer.bytesDown()))
                    .toList();
        }
    }
}
