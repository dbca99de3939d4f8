package gazelle.app.command;

import gazelle.app.service.EmbeddedServer;
import gazelle.app.service.GazelleHome;
import gazelle.app.service.ModelSource;
import gazelle.app.service.RemoteServer;
import gazelle.app.service.ServerAddress;
import gazelle.app.service.UnsuitableRuntimeException;
import gazelle.app.service.UnusableModelsException;
import gazelle.crypto.processor.ConstantTimeCheck;
import gazelle.protocol.session.Patience;
import gazelle.protocol.session.SessionLimits;
import gazelle.protocol.session.SessionSettings;
import gazelle.protocol.transport.tls.KeyFingerprint;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The server that a command line names, and how long it is waited for. */
final class ServerArguments {
    private static final int BYTES_PER_KIB = 1 << 10;
    private static final int MOST_KIB = 1 << 20;

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

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "120",
            description = "Give up when the server is silent for so long (default: ${DEFAULT-VALUE}).")
    private int timeoutSeconds;

    @Option(
            names = "--computing-time",
            paramLabel = "SECONDS",
            defaultValue = "120",
            description = {
                "Give up when an image kept this program waiting for longer in all than this and the time that its bytes take at "
                        + "--least-rate (default: ${DEFAULT-VALUE})."
            })
    private int computingSeconds;

    @Option(
            names = "--least-rate",
            paramLabel = "KIB",
            defaultValue = "64",
            description = "The slowest network to put up with, KiB a second (default: ${DEFAULT-VALUE}).")
    private int leastKib;

    @Option(
            names = ConstantTimeCheck.OPTION,
            description =
                    "Go on although Java does not use this processor's AES and FMA instructions: the image then shows in "
                            + "how long things take.")
    private boolean slowAndNotConstantTime;

    /**
     * The server.
     *
     * @throws picocli.CommandLine.ParameterException if the command line names none, or names it wrongly
     * @throws UnsuitableRuntimeException if secrets would show in how long things take, and the command line does not allow it
     * @throws UnusableModelsException if the models of the server inside this program cannot be used
     */
    ModelSource source(GazelleCommand command) throws UnsuitableRuntimeException, UnusableModelsException {
        Optional<String> refusal = ConstantTimeCheck.ofThisRuntime().refusal("The image", slowAndNotConstantTime);
        if (refusal.isPresent()) {
            throw new UnsuitableRuntimeException("Nothing was classified. " + refusal.get());
        }
        SessionSettings settings = new SessionSettings(new SecureRandom(), System::nanoTime, limits(command));
        if (embedded == (server != null)) {
            throw command.usage(
                    embedded
                            ? "--embedded and --server exclude each other. Choose one."
                            : "Choose where to classify: --embedded, or --server HOST:PORT with --trust SHA256.");
        }
        if (server == null) {
            if (trust != null) {
                throw command.usage("--trust belongs to --server.");
            }
            return EmbeddedServer.load(
                    models != null ? models : GazelleHome.find().models(), settings);
        }
        if (models != null) {
            throw command.usage("--models belongs to --embedded: a server brings its own models.");
        }
        if (trust == null) {
            throw command.usage(
                    "--server needs --trust SHA256, the fingerprint that the server's administrator gave you.");
        }
        try {
            return new RemoteServer(ServerAddress.parse(server), KeyFingerprint.parse(trust), settings);
        } catch (IllegalArgumentException malformed) {
            throw command.usage(malformed.getMessage());
        }
    }

    private SessionLimits limits(GazelleCommand command) {
        requireWithin(command, "--timeout", timeoutSeconds, Integer.MAX_VALUE);
        requireWithin(command, "--computing-time", computingSeconds, Integer.MAX_VALUE);
        requireWithin(command, "--least-rate", leastKib, MOST_KIB);
        return SessionLimits.USUAL
                .withSilence(Duration.ofSeconds(timeoutSeconds))
                .withPatience(Patience.USUAL
                        .withComputing(Duration.ofSeconds(computingSeconds))
                        .withLeastBytesPerSecond(leastKib * BYTES_PER_KIB));
    }

    private static void requireWithin(GazelleCommand command, String option, int value, int most) {
        if (value < 1 || value > most) {
            throw command.usage(option + ": " + value + " (expected: "
                    + (most == Integer.MAX_VALUE ? "at least 1" : "1 to " + most) + ")");
        }
    }
}
