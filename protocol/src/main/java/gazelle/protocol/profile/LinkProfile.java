package gazelle.protocol.profile;

import java.util.Arrays;
import java.util.Optional;

/**
 * A kind of link and the forms of the protocol used over it. The client chooses, the server follows; the result is the same over
 * all of them, and so is what each party may learn.
 */
public enum LinkProfile {
    /** Within one computer: bytes cost next to nothing. */
    LOCAL(1, 4),
    /** A hospital's own network. */
    LAN(2, 5),
    /** Anything farther away: every byte counts. */
    WAN(3, 8);

    private final byte code;
    private final int otTreeBits;

    LinkProfile(int code, int otTreeBits) {
        this.code = (byte) code;
        this.otTreeBits = otTreeBits;
    }

    /** The kind of that code, if there is one. */
    public static Optional<LinkProfile> of(byte code) {
        return Arrays.stream(values()).filter(link -> link.code == code).findFirst();
    }

    /** What stands for this kind in messages. */
    public byte code() {
        return code;
    }

    /** Bits of the garbling offset that one tree of base transfers covers, SoftSpokenOT's k: larger sends less and computes more. */
    public int otTreeBits() {
        return otTreeBits;
    }
}
