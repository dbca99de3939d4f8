package gazelle.app.service;

import gazelle.protocol.host.ModelHost;
import gazelle.protocol.host.ModelRegistry;
import gazelle.protocol.model.ModelFormatException;
import gazelle.protocol.session.GazelleClient;
import gazelle.protocol.session.SessionSettings;
import gazelle.protocol.transport.tls.KeyFingerprint;
import gazelle.protocol.wire.SessionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A whole server inside this program: the same protocol over a link in memory, for demonstration and trial. */
public final class EmbeddedServer implements ModelSource {
    private static final int MAX_SESSIONS = 4;

    private final ModelHost host;
    private final SessionSettings settings;

    private EmbeddedServer(ModelHost host, SessionSettings settings) {
        this.host = host;
        this.settings = settings;
    }

    /**
     * Loads the models of a folder; takes a while, as weights are transformed.
     *
     * @param models folder of compiled models
     * @param settings randomness, clock and time-out of both sides
     * @throws UnusableModelsException if the folder or one of its models cannot be used
     */
    public static EmbeddedServer load(Path models, SessionSettings settings) throws UnusableModelsException {
        if (!Files.isDirectory(models)) {
            throw new UnusableModelsException("There is no folder of models at " + models
                    + ". Nothing can be classified. Install the program again, or give the folder with --models.");
        }
        try {
            return new EmbeddedServer(new ModelHost(ModelRegistry.load(models), settings, MAX_SESSIONS), settings);
        } catch (ModelFormatException damaged) {
            throw new UnusableModelsException("A model cannot be used: " + damaged.getMessage()
                    + ". Nothing can be classified. Install the program or the model again.");
        } catch (IOException unreadable) {
            throw new UnusableModelsException("A model in " + models
                    + " cannot be read. Nothing can be classified. Check that its files are there and may be read.");
        }
    }

    @Override
    public GazelleClient connect() throws SessionException {
        return GazelleClient.open(host.connectInProcess(), settings);
    }

    @Override
    public String place() {
        return "inside this program";
    }

    @Override
    public Optional<KeyFingerprint> key() {
        return Optional.empty();
    }

    @Override
    public void close() {
        host.close();
    }
}
