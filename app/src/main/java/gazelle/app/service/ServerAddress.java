package gazelle.app.service;

import java.util.Locale;

/**
 * The address on which a server listens.
 *
 * @param host name or address in lower case, an IPv6 address without brackets
 * @param port TCP port, 1 to 65535
 */
public record ServerAddress(String host, int port) {
    private static final int LARGEST_PORT = 65_535;

    public ServerAddress {
        if (host.isBlank()) {
            throw new IllegalArgumentException("host: empty (expected: a name or an address)");
        }
        host = host.toLowerCase(Locale.ROOT);
        if (host.chars().anyMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c))) {
            throw new IllegalArgumentException("host: holds a blank (expected: a name or an address)");
        }
        if (port < 1 || port > LARGEST_PORT) {
            throw new IllegalArgumentException("port: " + port + " (expected: 1 to " + LARGEST_PORT + ")");
        }
    }

    /**
     * Reads {@code host:port} or {@code [address]:port}.
     *
     * @throws IllegalArgumentException if the text is neither
     */
    public static ServerAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("server: " + text + " (expected: HOST:PORT)");
        }
        String host = text.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        } else if (host.contains(":")) {
            throw new IllegalArgumentException("server: " + text + " (expected: [ADDRESS]:PORT)");
        }
        try {
            return new ServerAddress(host, Integer.parseInt(text.substring(colon + 1)));
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException("server: " + text + " (expected: HOST:PORT)", notANumber);
        }
    }

    /** Returns the address as {@link #parse} reads it. */
    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
