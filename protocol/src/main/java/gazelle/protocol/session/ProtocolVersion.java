package gazelle.protocol.session;

import gazelle.protocol.profile.LinkProfile;
import gazelle.protocol.step.ActivationKind;
import gazelle.protocol.step.GarbledActivation;
import gazelle.protocol.step.InferencePlan;
import gazelle.protocol.wire.Capabilities;
import gazelle.protocol.wire.Frame;
import gazelle.protocol.wire.Hello;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The version, parameters and capabilities of this program, on which two programs agree before anything else.
 *
 * <p>A construction that is added gets a name of its own among the {@link #CAPABILITIES}; the version changes only where an older program
 * could not even tell that it does not understand (docs/adr/0018).
 */
public final class ProtocolVersion {
    /** The version of the messages. */
    public static final int CURRENT = 3;

    /** SoftSpokenOT over trees whose base transfers are ML-KEM-768's. */
    public static final String SOFTSPOKEN_TRANSFERS = "softspoken-ot";

    /** The checks of SoftSpokenOT's trees and of every batch of its transfers. */
    public static final String SOFTSPOKEN_CHECK = "softspoken-check";

    /** The constructions that this program has, with the usual activations. */
    public static final Capabilities CAPABILITIES = capabilities(InferencePlan.ACTIVATIONS);

    private ProtocolVersion() {}

    /** Returns the constructions of a party with that kind of activation. */
    static Capabilities capabilities(ActivationKind activations) {
        return new Capabilities(List.of(activations.name()), List.of(SOFTSPOKEN_TRANSFERS), List.of(SOFTSPOKEN_CHECK));
    }

    /** Returns the greeting of a client with the usual activations. */
    public static Hello hello() {
        return hello(InferencePlan.ACTIVATIONS);
    }

    /** Returns the greeting of a client with that kind of activation. */
    static Hello hello(ActivationKind activations) {
        return new Hello(CURRENT, parameterId(), capabilities(activations));
    }

    /** Returns the forms over the kinds of link that version 3 began with; a further kind is offered by its name alone. */
    private static String forms() {
        return Stream.of(LinkProfile.LOCAL, LinkProfile.LAN, LinkProfile.WAN)
                .map(link -> link + "=" + link.otTreeBits() + " " + GarbledActivation.scheme(link))
                .collect(Collectors.joining(","));
    }

    /**
     * Returns SHA-256, in hexadecimal, over the parameters that are not negotiated: lattice, frame format, and those of the constructions
     * that version 3 began with.
     */
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
