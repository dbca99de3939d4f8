package gazelle.protocol.wire;

import gazelle.protocol.profile.LinkProfile;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The server's answer to {@link Hello}.
 *
 * @param protocolVersion the version that the server speaks
 * @param parameterId identity of its cryptographic parameters
 * @param nonce 32 fresh bytes in hexadecimal, from which the uniform half of the client's public key is expanded
 * @param capabilities the constructions that the session uses, chosen among the client's
 * @param links the names of the kinds of link whose forms of the protocol it offers, the preferred one first; a client passes over those
 *     that it does not know
 * @param models the models on offer
 */
public record Welcome(
        int protocolVersion,
        String parameterId,
        String nonce,
        Capabilities capabilities,
        List<String> links,
        List<ModelOffer> models) {
    /** Length of the nonce. */
    public static final int NONCE_BYTES = 32;

    /** The most models that a server offers. */
    public static final int MAX_MODELS = 64;

    /** The most kinds of link that a server offers. */
    public static final int MAX_LINKS = 16;

    private static final Pattern NONCE = Pattern.compile("[0-9a-f]{" + 2 * NONCE_BYTES + "}");

    public Welcome {
        if (!NONCE.matcher(nonce).matches()) {
            throw new IllegalArgumentException("nonce: (expected: " + 2 * NONCE_BYTES + " hexadecimal digits)");
        }
        if (models.size() > MAX_MODELS) {
            throw new IllegalArgumentException("models: " + models.size() + " (expected: at most " + MAX_MODELS + ")");
        }
        if (links.isEmpty() || links.size() > MAX_LINKS) {
            throw new IllegalArgumentException("links: " + links.size() + " (expected: 1.." + MAX_LINKS + ")");
        }
        links = List.copyOf(links);
        models = List.copyOf(models);
    }

    /**
     * Returns the kind of link that a client takes: its own if that is offered, as it knows better than the server how far apart they
     * are, else the first one that it knows; none if it knows no one.
     */
    public Optional<LinkProfile> linkFor(LinkProfile own) {
        if (links.contains(own.name())) {
            return Optional.of(own);
        }
        return links.stream()
                .flatMap(name -> Arrays.stream(LinkProfile.values())
                        .filter(known -> known.name().equals(name)))
                .findFirst();
    }
}
