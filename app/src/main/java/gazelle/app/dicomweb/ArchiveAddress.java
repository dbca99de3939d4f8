package gazelle.app.dicomweb;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The address of an archive's DICOMweb service: over HTTPS anywhere, over plain HTTP on this computer only.
 *
 * @param base scheme, host, port and path, without a slash at the end
 */
public record ArchiveAddress(URI base) {
    public ArchiveAddress {
        if (base.getHost() == null
                || base.getUserInfo() != null
                || base.getQuery() != null
                || base.getFragment() != null) {
            throw new IllegalArgumentException(
                    "archive's address: (expected: https://HOST:PORT/PATH, nothing else in it)");
        }
        if (!isSecure(base) && !isOnThisComputer(base)) {
            throw new IllegalArgumentException(
                    "archive's address: not https (expected: https; plain http reaches this computer only, as anyone on the "
                            + "way could read the patient's data)");
        }
    }

    /**
     * Reads an address.
     *
     * @throws IllegalArgumentException if it is none, or not one that is safe to use; the message holds nothing of it
     */
    public static ArchiveAddress parse(String text) {
        try {
            return new ArchiveAddress(new URI(text.strip().replaceFirst("/+$", "")));
        } catch (URISyntaxException malformed) {
            throw new IllegalArgumentException("archive's address: (expected: https://HOST:PORT/PATH)");
        }
    }

    /** Returns whether the connection is encrypted. */
    boolean isSecure() {
        return isSecure(base);
    }

    /** The address of a resource of this archive. */
    URI resource(String path, Map<String, String> query) {
        String parameters = query.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + encoded(entry.getValue()))
                .collect(Collectors.joining("&"));
        return URI.create(base + path + (parameters.isEmpty() ? "" : "?" + parameters));
    }

    /** Host and port, for people. */
    @Override
    public String toString() {
        return base.getHost() + (base.getPort() < 0 ? "" : ":" + base.getPort());
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static boolean isSecure(URI base) {
        return "https".equalsIgnoreCase(base.getScheme());
    }

    private static boolean isOnThisComputer(URI base) {
        String host = base.getHost().toLowerCase(Locale.ROOT);
        boolean literal = host.startsWith("[") || host.matches("[0-9.]+");
        try {
            // No name but this one is looked up: a name server could send another anywhere.
            return "http".equalsIgnoreCase(base.getScheme())
                    && (literal || host.equals("localhost"))
                    && InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            return false;
        }
    }
}
