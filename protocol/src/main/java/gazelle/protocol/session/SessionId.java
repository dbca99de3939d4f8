package gazelle.protocol.session;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The identity of a session: a digest of all that the parties said before their oblivious transfers, which these are bound to.
 *
 * <p>Each party computes it from the bytes that it sent and received. If a greeting was changed on its way, to take a capability out of it
 * for instance, the two differ, and the check of the transfers' trees fails.
 */
public final class SessionId {
    private static final String GREETING = "gazelle 3 greeting";
    private static final String SESSION = "gazelle 3 session";

    private SessionId() {}

    /**
     * Returns the digest of a greeting and its answer, 32 bytes.
     *
     * @param hello the payload of HELLO, as it was sent or received
     * @param welcome the payload of WELCOME, likewise
     */
    public static byte[] greeting(byte[] hello, byte[] welcome) {
        return digest(GREETING, hello, welcome);
    }

    /**
     * Returns the session's identity, 32 bytes.
     *
     * @param greeting digest of the greeting
     * @param clientKeys the payload of KEYS
     */
    public static byte[] of(byte[] greeting, byte[] clientKeys) {
        return digest(SESSION, greeting, clientKeys);
    }

    private static byte[] digest(String domain, byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(domain.getBytes(StandardCharsets.US_ASCII));
            for (byte[] part : parts) {
                digest.update(
                        ByteBuffer.allocate(Integer.BYTES).putInt(part.length).array());
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java runtime has SHA-256", missing);
        }
    }
}
