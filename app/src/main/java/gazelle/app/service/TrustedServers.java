package gazelle.app.service;

import gazelle.protocol.transport.tls.KeyFingerprint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The servers whose keys the user compared and trusts, kept in a file of lines {@code HOST:PORT FINGERPRINT}.
 *
 * <p>A damaged file is never replaced and never half believed: nothing is trusted until the user has put it right.
 */
public final class TrustedServers {
    private final PrivateFile file;

    /**
     * @param file of the list; need not exist
     */
    public TrustedServers(Path file) {
        this.file = new PrivateFile(file);
    }

    /**
     * Every trusted server with its key, in the order in which they were added.
     *
     * @throws SettingsException if the file is damaged or cannot be read
     */
    public synchronized Map<ServerAddress, KeyFingerprint> all() throws SettingsException {
        List<String> lines;
        try {
            lines = file.lines();
        } catch (IOException unreadable) {
            throw unusable("it cannot be read");
        }
        Map<ServerAddress, KeyFingerprint> servers = new LinkedHashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).isBlank()) {
                continue;
            }
            String[] words = lines.get(i).strip().split("\\s+", -1);
            try {
                if (words.length != 2
                        || servers.put(ServerAddress.parse(words[0]), KeyFingerprint.parse(words[1])) != null) {
                    throw unusable("line " + (i + 1) + " is damaged");
                }
            } catch (IllegalArgumentException malformed) {
                throw unusable("line " + (i + 1) + " is damaged");
            }
        }
        return servers;
    }

    /**
     * The key that is trusted at an address.
     *
     * @throws SettingsException if the file is damaged or cannot be read
     */
    public Optional<KeyFingerprint> fingerprintOf(ServerAddress address) throws SettingsException {
        return Optional.ofNullable(all().get(address));
    }

    /**
     * Trusts a key at an address from now on.
     *
     * @throws IllegalArgumentException if another key is trusted there: it has to be removed first
     * @throws SettingsException if the file is damaged or cannot be written
     */
    public synchronized void trust(ServerAddress address, KeyFingerprint fingerprint) throws SettingsException {
        change(servers -> {
            KeyFingerprint before = servers.put(address, fingerprint);
            if (before != null && !before.equals(fingerprint)) {
                throw new IllegalArgumentException("fingerprint: another is trusted at " + address + " (expected: "
                        + before + ", or none after it was removed)");
            }
        });
    }

    /**
     * Trusts no key at an address any more.
     *
     * @throws SettingsException if the file is damaged or cannot be written
     */
    public synchronized void remove(ServerAddress address) throws SettingsException {
        change(servers -> servers.remove(address));
    }

    private void change(Consumer<Map<ServerAddress, KeyFingerprint>> change) throws SettingsException {
        try (PrivateFile.Claim claim = file.claim()) {
            Map<ServerAddress, KeyFingerprint> servers = all();
            change.accept(servers);
            claim.replace(servers.entrySet().stream()
                    .map(server -> server.getKey() + " " + server.getValue())
                    .toList());
        } catch (IOException unwritable) {
            throw new SettingsException("The list of trusted servers at " + file.path() + " cannot be changed ("
                    + PrivateFile.reason(unwritable)
                    + "). This decision was not kept; earlier ones were. Nothing was sent. Check that its folder may be "
                    + "written to and has room, then try again.");
        }
    }

    private SettingsException unusable(String finding) {
        return new SettingsException("The list of trusted servers at " + file.path() + " cannot be used: " + finding
                + ". No server was contacted. Correct the file, or delete it and compare every fingerprint anew.");
    }
}
