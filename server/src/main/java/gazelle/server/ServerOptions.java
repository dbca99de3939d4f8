package gazelle.server;

import java.net.InetSocketAddress;
import java.nio.file.Path;

/**
 * The settings of a server.
 *
 * @param models folder of compiled models
 * @param state folder of the server's own files
 * @param address where to listen; port 0 takes a free one
 * @param maxSessions sessions open at once, at least 1
 */
public record ServerOptions(Path models, Path state, InetSocketAddress address, int maxSessions) {
    public ServerOptions {
        if (address.isUnresolved()) {
            throw new IllegalArgumentException("address: " + address.getHostString() + " (expected: resolved)");
        }
        if (maxSessions < 1) {
            throw new IllegalArgumentException("maxSessions: " + maxSessions + " (expected: at least 1)");
        }
    }
}
