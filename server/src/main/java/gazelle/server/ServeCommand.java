package gazelle.server;

import gazelle.crypto.processor.ConstantTimeCheck;
import gazelle.protocol.session.SessionLimits;
import gazelle.protocol.session.SessionSettings;
import gazelle.protocol.wire.ModelOffer;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gazelle-server serve}: loads the models, listens, and serves until the process is told to end. */
@Command(
        name = "serve",
        description = "Serve the compiled models of a folder over TLS 1.3.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ServeCommand implements Callable<Integer> {
    private static final int LARGEST_PORT = 65_535;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--models",
            required = true,
            paramLabel = "DIR",
            description = "Folder of compiled models, or one compiled model.")
    private Path models = Path.of("models");

    @Option(names = "--port", required = true, paramLabel = "N", description = "TCP port; 0 takes a free one.")
    private int port;

    @Option(
            names = "--state",
            required = true,
            paramLabel = "DIR",
            description = "Folder for the server's key and certificate, made at the first start.")
    private Path state = Path.of("state");

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "Address to listen on (default: ${DEFAULT-VALUE}, this computer only).")
    private String bind = "127.0.0.1";

    @Option(
            names = "--allow-anonymous",
            description = "Serve clients of other computers although this version cannot tell who they are.")
    private boolean allowAnonymous;

    @Option(
            names = "--max-sessions",
            paramLabel = "N",
            defaultValue = "16",
            description = "Sessions open at once; further clients are told to come again (default: ${DEFAULT-VALUE}).")
    private int maxSessions;

    @Option(
            names = "--setup-timeout",
            paramLabel = "SECONDS",
            defaultValue = "10",
            description = "Close connections that are not set up so long after they began (default: ${DEFAULT-VALUE}).")
    private int setUpSeconds;

    @Option(
            names = "--idle-timeout",
            paramLabel = "SECONDS",
            defaultValue = "600",
            description = "End sessions in which nothing was asked for so long (default: ${DEFAULT-VALUE}).")
    private int idleSeconds;

    @Option(
            names = "--inference-timeout",
            paramLabel = "SECONDS",
            defaultValue = "600",
            description = "End sessions of which one inference takes longer in all (default: ${DEFAULT-VALUE}).")
    private int inferenceSeconds;

    @Option(
            names = ConstantTimeCheck.OPTION,
            description =
                    "Serve although Java does not use this processor's AES and FMA instructions: weights and masks then "
                            + "show in how long things take.")
    private boolean slowAndNotConstantTime;

    @Override
    public Integer call() throws StartException, InterruptedException {
        CommandSpec command = command();
        requireConstantTime();
        ServerOptions options = options(command);
        PrintWriter out = command.commandLine().getOut();
        PrintWriter err = command.commandLine().getErr();
        if (!options.address().getAddress().isLoopbackAddress()) {
            err.println(
                    "warning: this server takes any client that can reach " + bind + "; restrict it with a firewall.");
            err.flush();
        }
        SessionSettings settings = new SessionSettings(new SecureRandom(), System::nanoTime, limits(command));
        RunningServer server = RunningServer.start(options, settings, Clock.systemUTC());
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop"));
        for (ModelOffer offer : server.offers()) {
            out.println("model " + offer.card().name() + " version "
                    + offer.card().version() + ": " + offer.card().title());
        }
        out.println("SHA-256 of the server's public key: " + server.fingerprint());
        out.println("listening on " + hostForPeople(options.address().getAddress()) + ":" + server.port());
        out.flush();
        server.awaitClosed();
        return 0;
    }

    private void requireConstantTime() throws StartException {
        Optional<String> refusal = ConstantTimeCheck.ofThisRuntime().refusal("Secrets", slowAndNotConstantTime);
        if (refusal.isPresent()) {
            throw new StartException(refusal.get());
        }
    }

    private SessionLimits limits(CommandSpec command) {
        return SessionLimits.USUAL
                .withSetUp(seconds(command, "--setup-timeout", setUpSeconds))
                .withIdle(seconds(command, "--idle-timeout", idleSeconds))
                .withInference(seconds(command, "--inference-timeout", inferenceSeconds));
    }

    private static Duration seconds(CommandSpec command, String option, int seconds) {
        if (seconds < 1) {
            throw usage(command, option + ": " + seconds + " (expected: at least 1)");
        }
        return Duration.ofSeconds(seconds);
    }

    private ServerOptions options(CommandSpec command) {
        if (port < 0 || port > LARGEST_PORT) {
            throw usage(command, "--port: " + port + " (expected: 0 to " + LARGEST_PORT + ")");
        }
        if (maxSessions < 1) {
            throw usage(command, "--max-sessions: " + maxSessions + " (expected: at least 1)");
        }
        InetAddress address;
        try {
            address = InetAddress.getByName(bind);
        } catch (UnknownHostException unknown) {
            throw usage(command, "--bind: " + bind + " (expected: an address of this computer)");
        }
        if (!address.isLoopbackAddress() && !allowAnonymous) {
            throw usage(
                    command,
                    "--bind " + bind
                            + " opens the server to other computers, and this version cannot tell clients apart."
                            + " Add --allow-anonymous if everyone who can reach it may use the models.");
        }
        return new ServerOptions(models, state, new InetSocketAddress(address, port), maxSessions);
    }

    private CommandSpec command() {
        if (spec == null) {
            throw new IllegalStateException("spec: null (expected: set by the command line)");
        }
        return spec;
    }

    private static ParameterException usage(CommandSpec command, String message) {
        return new ParameterException(command.commandLine(), message);
    }

    private static String hostForPeople(InetAddress address) {
        String host = address.getHostAddress();
        return host.contains(":") ? "[" + host + "]" : host;
    }
}
