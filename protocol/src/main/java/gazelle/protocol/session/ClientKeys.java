package gazelle.protocol.session;

import gazelle.crypto.linear.LinearClient;
import gazelle.protocol.profile.LinkProfile;
import gazelle.protocol.step.InferencePlan;
import gazelle.protocol.wire.SessionException;
import java.util.Arrays;

/**
 * The content of KEYS: the client's public keys and the kind of link that it takes the connection for. The material is handed over,
 * not copied.
 */
final class ClientKeys {
    private final byte[] publicMaterial;
    private final LinkProfile link;

    /**
     * @param publicMaterial of the client's keys
     * @param link kind of link, whose forms of the protocol this session uses
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

    /** Returns the material, then the link's code, one byte. */
    byte[] payload() {
        byte[] payload = Arrays.copyOf(publicMaterial, publicMaterial.length + 1);
        payload[publicMaterial.length] = link.code();
        return payload;
    }

    /** Returns the keys in a payload as {@link #payload} gives it; the material is not checked. */
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
