package gazelle.protocol.session;

import gazelle.crypto.linear.LinearClient;
import gazelle.protocol.profile.LinkProfile;
import gazelle.protocol.step.InferencePlan;
import gazelle.protocol.wire.SessionException;
import java.util.Arrays;

/**
 * What a client says once it wants to work: its public keys and the kind of link it takes the connection for. The material is
 * handed over, not copied: it lives once.
 */
final class ClientKeys {
    private final byte[] publicMaterial;
    private final LinkProfile link;

    /**
     * @param publicMaterial of the client's keys
     * @param link names the forms of the protocol that this session uses
     */
    ClientKeys(byte[] publicMaterial, LinkProfile link) {
        this.publicMaterial = publicMaterial;
        this.link = link;
    }

    byte[] publicMaterial() {
        return publicMaterial;
    }

    LinkProfile link() {
        return link;
    }

    /** The material, then the link's code, one byte. */
    byte[] payload() {
        byte[] payload = Arrays.copyOf(publicMaterial, publicMaterial.length + 1);
        payload[publicMaterial.length] = link.code();
        return payload;
    }

    /** The inverse of {@link #payload}; the material is not looked at. */
    static ClientKeys read(byte[] payload) throws SessionException {
        int last = LinearClient.publicMaterialBytes(InferencePlan.PARAMETERS);
        if (payload.length != last + 1) {
            throw SessionException.malformed(
                    "a KEYS message of " + payload.length + " bytes arrived where one of " + (last + 1) + " was due");
        }
        LinkProfile link = LinkProfile.of(payload[last])
                .orElseThrow(() -> SessionException.malformed("a KEYS message names no kind of link"));
        return new ClientKeys(Arrays.copyOf(payload, last), link);
    }
}
