package gazelle.app.command;

import gazelle.app.dicomweb.DicomWebException;
import gazelle.app.service.EmbeddedServer;
import gazelle.app.service.GazelleHome;
import gazelle.app.service.ModelSource;
import gazelle.app.service.PreparedSlice;
import gazelle.app.service.RemoteServer;
import gazelle.app.service.ReusableSession;
import gazelle.app.service.ServerAddress;
import gazelle.app.service.UnsuitableRuntimeException;
import gazelle.app.service.UnusableModelsException;
import gazelle.crypto.processor.ConstantTimeCheck;
import gazelle.protocol.session.InferenceReport;
import gazelle.protocol.session.SessionSettings;
import gazelle.protocol.transport.tls.KeyFingerprint;
import gazelle.protocol.wire.ModelOffer;
import gazelle.protocol.wire.SessionException;
import gazelle.viewer.input.UnsuitableImageException;
import gazelle.viewer.io.SliceFile;
import gazelle.viewer.io.UnreadableImageException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code gazelle classify}: classifies slices privately, one after another over one connection, or the next one if the server wants
 * new keys. Of a folder, an archive or a series of a DICOMweb service it takes every slice.
 *
 * <p>The exit status is 0 if every image was classified, 1 if one was not or the session ended, 2 for a wrong command line.
 */
@Command(
        name = "classify",
        description =
                "Classify MRI slices (DICOM, NIfTI, PNG, JPEG), or small pictures, without showing them to the server.")
public final class ClassifyCommand extends GazelleCommand {
    private static final int SOME_IMAGES_FAILED = 1;

    @Option(names = "--embedded", description = "Use the server inside this program and its bundled models.")
    private boolean embedded;

    @Option(
            names = "--models",
            paramLabel = "DIR",
            description = "With --embedded: a folder of compiled models instead of the bundled ones.")
    private @Nullable Path models;

    @Option(names = "--server", paramLabel = "HOST:PORT", description = "Use this server.")
    private @Nullable String server;

    @Option(
            names = "--trust",
            paramLabel = "SHA256",
            description = "With --server: fingerprint of the server's public key, as its administrator gave it.")
    private @Nullable String trust;

    @Option(names = "--model", required = true, paramLabel = "NAME", description = "The model to ask.")
    private String model = "";

    @Option(names = "--json", description = "Print one JSON object per image, one per line.")
    private boolean json;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "120",
            description = "Give up when the server is silent for so long (default: ${DEFAULT-VALUE}).")
    private int timeoutSeconds;

    @Option(
            names = UnsuitableRuntimeException.OPTION,
            description =
                    "Go on although Java does not use this processor's AES and FMA instructions: the image then shows in "
                            + "how long things take.")
    private boolean slowAndNotConstantTime;

    @Mixin
    private SliceArguments slices = new SliceArguments();

    @Override
    public Integer call() throws SessionException, UnusableModelsException, UnsuitableRuntimeException {
        slices.check(this);
        UnsuitableRuntimeException.requireConstantTime(ConstantTimeCheck.ofThisRuntime(), slowAndNotConstantTime);
        ResultPrinter printer = json ? new JsonPrinter(out()) : new TextPrinter(out());
        try (ReusableSession session = new ReusableSession(source())) {
            ModelOffer offer = session.offer(model);
            printer.begin(offer);
            AtomicInteger failed = new AtomicInteger();
            slices.forEach(this, (name, reading) -> {
                try {
                    SliceFile file = reading.read();
                    PreparedSlice slice = PreparedSlice.of(file, offer);
                    printer.beginImage(name);
                    InferenceReport report = session.attempt().classify(offer, slice.quantised(), printer);
                    printer.endImage(name, offer, file.info().notes(), slice.warnings(), report);
                } catch (UnreadableImageException | UnsuitableImageException | DicomWebException unusable) {
                    failed.incrementAndGet();
                    complain(name, unusable.getMessage());
                }
            });
            return failed.get() == 0 ? CommandLine.ExitCode.OK : SOME_IMAGES_FAILED;
        }
    }

    private ModelSource source() throws UnusableModelsException {
        if (timeoutSeconds < 1) {
            throw usage("--timeout: " + timeoutSeconds + " (expected: at least 1)");
        }
        SessionSettings settings =
                new SessionSettings(new SecureRandom(), System::nanoTime, Duration.ofSeconds(timeoutSeconds));
        if (embedded == (server != null)) {
            throw usage(
                    embedded
                            ? "--embedded and --server exclude each other. Choose one."
                            : "Choose where to classify: --embedded, or --server HOST:PORT with --trust SHA256.");
        }
        if (server == null) {
            if (trust != null) {
                throw usage("--trust belongs to --server.");
            }
            return EmbeddedServer.load(
                    models != null ? models : GazelleHome.find().models(), settings);
        }
        if (models != null) {
            throw usage("--models belongs to --embedded: a server brings its own models.");
        }
        if (trust == null) {
            throw usage("--server needs --trust SHA256, the fingerprint that the server's administrator gave you.");
        }
        try {
            return new RemoteServer(ServerAddress.parse(server), KeyFingerprint.parse(trust), settings);
        } catch (IllegalArgumentException malformed) {
            throw usage(malformed.getMessage());
        }
    }
}
