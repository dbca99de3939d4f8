package gazelle.protocol.profile;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A kind of link and the forms of the protocol used over it. The client chooses among those that the server offers; the result is the
 * same over all of them, and so is what each party may learn.
 */
public enum LinkProfile {
    /** Within one process: bytes cost nothing. */
    LOCAL(1, 4),
    /** A network nearby, or the loopback of one computer: encrypting a byte costs more than computing to save it. */
    LAN(2, 6),
    /** Anything farther away: every byte counts. */
    WAN(3, 8);

    private final byte code;
    private final int otTreeBits;

    LinkProfile(int code, int otTreeBits) {
        this.code = (byte) code;
        this.otTreeBits = otTreeBits;
    }

    /**
     * Returns the forms that a server offers to a client on a link of this kind, the one that it takes this link for first: over a network
     * never the form that is for one process alone.
     */
    public List<LinkProfile> offered() {
        return switch (this) {
            case LOCAL -> List.of(LOCAL, LAN, WAN);
            case LAN -> List.of(LAN, WAN);
            case WAN -> List.of(WAN, LAN);
        };
    }

    /** Returns the kind of that code, if there is one. */
    public static Optional<LinkProfile> of(byte code) {
        return Arrays.stream(values()).filter(link -> link.code == code).findFirst();
    }

    /** Returns the byte that stands for this kind in messages. */
    public byte code() {
        return code;
    }

    /**
     * Returns the bits of the garbling offset that one tree of base transfers covers, SoftSpokenOT's k: larger sends less and
     * computes more.
     */
    public int otTreeBits() {
        return otTreeBits;
    }
}
