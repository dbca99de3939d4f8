package gazelle.app.service;

import gazelle.protocol.transport.tls.KeyFingerprint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * To which servers and models the user agreed to send protected data, kept in a file of lines {@code FINGERPRINT MODEL}.
 *
 * <p>A file that cannot be read means that the question is asked again.
 */
public final class GivenConsents {
    private static final Logger LOG = LoggerFactory.getLogger(GivenConsents.class);

    private final PrivateFile file;

    /**
     * @param file of the consents; need not exist
     */
    public GivenConsents(Path file) {
        this.file = new PrivateFile(file);
    }

    /** Returns whether the user agreed to this model on the server with this key. */
    public synchronized boolean contains(KeyFingerprint server, String model) {
        return read().contains(line(server, model));
    }

    /** Keeps that the user agreed; if it cannot be kept, the question is asked again another time. */
    public synchronized void add(KeyFingerprint server, String model) {
        try (PrivateFile.Claim claim = file.claim()) {
            Set<String> lines = read();
            lines.add(line(server, model));
            claim.replace(List.copyOf(lines));
        } catch (IOException unwritable) {
            LOG.warn("a consent could not be kept in {} ({})", file.path(), PrivateFile.reason(unwritable));
        }
    }

    private Set<String> read() {
        try {
            return new LinkedHashSet<>(file.lines());
        } catch (IOException unreadable) {
            return new LinkedHashSet<>();
        }
    }

    private static String line(KeyFingerprint server, String model) {
        return server + " " + model;
    }
}
