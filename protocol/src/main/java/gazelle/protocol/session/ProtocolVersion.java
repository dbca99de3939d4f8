package gazelle.protocol.session;

import gazelle.protocol.profile.LinkProfile;
import gazelle.protocol.step.GarbledActivation;
import gazelle.protocol.step.InferencePlan;
import gazelle.protocol.wire.Frame;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Collectors;

/** What both programs must agree on before anything else. */
public final class ProtocolVersion {
    /** The version of the messages. */
    public static final int CURRENT = 3;

    private ProtocolVersion() {}

    private static String forms() {
        return Arrays.stream(LinkProfile.values())
                .map(link -> link + "=" + link.otTreeBits() + " " + GarbledActivation.scheme(link))
                .collect(Collectors.joining(","));
    }

    /** SHA-256 over all parameters, hexadecimal: lattice, oblivious transfer, frame format. */
    public static String parameterId() {
        String content = "gazelle " + CURRENT + " rlwe " + InferencePlan.PARAMETERS.id()
                + " ot ml-kem-768 softspoken checked garbling " + forms() + " aes-128 tmmo frame " + Frame.HEADER_BYTES;
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java runtime has SHA-256", missing);
        }
    }
}
