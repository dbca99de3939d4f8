package gazelle.app.desktop.viewmodel;

import gazelle.app.service.ServerAddress;
import gazelle.protocol.transport.tls.KeyFingerprint;
import gazelle.protocol.transport.tls.ServerCertificate;

/** Which server is in use, or how far the way to one is. */
public sealed interface Connection {
    /** None. */
    record None() implements Connection {}

    /**
     * A server is being reached.
     *
     * @param place which
     */
    record Trying(String place) implements Connection {}

    /**
     * A server showed a key that nobody has compared yet; nothing was sent.
     *
     * @param address where it is
     * @param certificate what it showed
     */
    record UnknownKey(ServerAddress address, ServerCertificate certificate) implements Connection {}

    /**
     * A server showed another key than the trusted one; nothing was sent.
     *
     * @param address where it is
     * @param trusted the key that was compared before
     * @param shown what it shows now
     */
    record ChangedKey(ServerAddress address, KeyFingerprint trusted, ServerCertificate shown) implements Connection {}

    /**
     * A server could not be used.
     *
     * @param place which
     * @param message what happened, what it means, what to do
     */
    record Refused(String place, String message) implements Connection {}

    /**
     * A server is in use.
     *
     * @param place which
     * @param remote whether it is on the network
     */
    record Established(String place, boolean remote) implements Connection {}

    /** The connection in a few words for people. */
    default String words() {
        return switch (this) {
            case None _ -> "Server: none";
            case Trying trying -> "Connecting to " + trying.place() + "...";
            case UnknownKey unknown -> "Not trusted yet: " + unknown.address();
            case ChangedKey changed -> "Not trusted: " + changed.address();
            case Refused refused -> "No connection: " + refused.place();
            case Established established -> "Server: " + established.place();
        };
    }
}
