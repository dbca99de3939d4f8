package gazelle.protocol.wire;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The server's answer to {@link Hello}.
 *
 * @param protocolVersion the version it speaks
 * @param parameterId identity of its cryptographic parameters
 * @param nonce 32 fresh bytes in hexadecimal, from which the uniform half of the client's public key is expanded
 * @param models what it offers
 */
public record Welcome(int protocolVersion, String parameterId, String nonce, List<ModelOffer> models) {
    /** Length of the nonce. */
    public static final int NONCE_BYTES = 32;

    /** The most models that a server offers. */
    public static final int MAX_MODELS = 64;

    private static final Pattern NONCE = Pattern.compile("[0-9a-f]{" + 2 * NONCE_BYTES + "}");

    public Welcome {
        if (!NONCE.matcher(nonce).matches()) {
            throw new IllegalArgumentException("nonce: (expected: " + 2 * NONCE_BYTES + " hexadecimal digits)");
        }
        if (models.size() > MAX_MODELS) {
            throw new IllegalArgumentException("models: " + models.size() + " (expected: at most " + MAX_MODELS + ")");
        }
        models = List.copyOf(models);
    }
}
