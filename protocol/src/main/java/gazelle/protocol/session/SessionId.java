package gazelle.protocol.session;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Binds the oblivious transfers to one session: SHA-256 over the server's nonce and the client's public material. */
final class SessionId {
    private SessionId() {}

    static byte[] of(byte[] serverNonce, byte[] clientKeys) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update("gazelle session".getBytes(StandardCharsets.US_ASCII));
            digest.update(serverNonce);
            digest.update(clientKeys);
            return digest.digest();
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java runtime has SHA-256", missing);
        }
    }
}
