package gazelle.protocol.wire;

import gazelle.protocol.profile.LinkProfile;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The server's answer to {@link Hello}.
 *
 * @param protocolVersion the version it speaks
 * @param parameterId identity of its cryptographic parameters
 * @param nonce 32 fresh bytes in hexadecimal, from which the uniform half of the client's public key is expanded
 * @param links the kinds of link whose forms of the protocol it offers, the preferred one first
 * @param models what it offers
 */
public record Welcome(
        int protocolVersion, String parameterId, String nonce, List<LinkProfile> links, List<ModelOffer> models) {
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
        if (links.isEmpty() || links.size() > LinkProfile.values().length) {
            throw new IllegalArgumentException(
                    "links: " + links.size() + " (expected: 1.." + LinkProfile.values().length + ")");
        }
        links = List.copyOf(links);
        models = List.copyOf(models);
    }
}
