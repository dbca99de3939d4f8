package gazelle.app.command;

import gazelle.app.dicomweb.DicomWebException;
import gazelle.app.record.Recorder;
import gazelle.app.service.PreparedSlice;
import gazelle.app.service.ReusableSession;
import gazelle.app.service.UnsuitableRuntimeException;
import gazelle.app.service.UnusableModelsException;
import gazelle.protocol.session.InferenceReport;
import gazelle.protocol.version.ProgramVersion;
import gazelle.protocol.wire.ModelOffer;
import gazelle.protocol.wire.SessionException;
import gazelle.viewer.input.UnsuitableImageException;
import gazelle.viewer.slice.UnreadableImageException;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code gazelle classify}: classifies slices privately, one after another over one connection, or the next one if the server wants
 * new keys. Of a DICOM file, a folder, an archive or a series of a DICOMweb service it takes every slice, or that of {@code --frame}.
 *
 * <p>The exit status is 0 if every image was classified, 1 if one was not, an argument gave none or the session ended, 2 for a wrong command
 * line.
 */
@Command(
        name = "classify",
        description =
                "Classify MRI slices (DICOM, NIfTI, PNG, JPEG), or small pictures, without showing them to the server.")
public final class ClassifyCommand extends GazelleCommand {
    private static final int SOME_IMAGES_FAILED = 1;

    @Mixin
    private ServerArguments server = new ServerArguments();

    @Option(names = "--model", required = true, paramLabel = "NAME", description = "The model to ask.")
    private String model = "";

    @Option(names = "--json", description = "Print one JSON object per image, one per line.")
    private boolean json;

    @Option(names = "--identifiers", description = "Print the UIDs that lead to the patient too, with --json.")
    private boolean identifiers;

    @Mixin
    private SliceArguments slices = new SliceArguments();

    @Override
    public Integer call() throws SessionException, UnusableModelsException, UnsuitableRuntimeException {
        slices.check(this);
        PauseLines pauses = new PauseLines(err(), !json || PauseLines.onTerminal());
        ResultPrinter printer = json ? new JsonPrinter(out(), pauses, identifiers) : new TextPrinter(out(), pauses);
        Recorder recorder = new Recorder(Clock.systemUTC(), ProgramVersion.text());
        try (ReusableSession session = new ReusableSession(server.source(this))) {
            ModelOffer offer = session.offer(model);
            printer.begin(offer);
            AtomicInteger failed = new AtomicInteger();
            slices.forEach(this, (name, reading) -> {
                try {
                    ReadSlice read = reading.read();
                    PreparedSlice slice = PreparedSlice.of(read.slice(), offer);
                    printer.beginImage(name);
                    Recorder.Draft draft = recorder.begin(
                            name, read.fileDigest(), read.slice().info(), slice, offer, session.source());
                    ReusableSession.Attempt attempt = session.attempt();
                    InferenceReport report = attempt.classify(offer, slice.quantised(), printer);
                    printer.endImage(offer.card(), draft.answered(report, attempt));
                } catch (UnreadableImageException | UnsuitableImageException | DicomWebException unusable) {
                    failed.incrementAndGet();
                    complain(name, unusable.getMessage());
                }
            });
            return failed.get() == 0 ? CommandLine.ExitCode.OK : SOME_IMAGES_FAILED;
        }
    }
}
