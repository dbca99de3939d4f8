package gazelle.protocol.profile;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A kind of link and the forms of the protocol used over it. The client chooses, the server follows; the result is the same over
 * all of them, and so is what each party may learn.
 */
public enum LinkProfile {
    /** Within one computer: bytes cost next to nothing. */
    LOCAL(4),
    /** A hospital's own network. */
    LAN(5),
    /** Anything farther away: every byte counts. */
    WAN(8);

    private final int otTreeBits;

    LinkProfile(int otTreeBits) {
        this.otTreeBits = otTreeBits;
    }

    /** The kind of that name, if there is one. */
    public static Optional<LinkProfile> named(@Nullable String name) {
        return Arrays.stream(values()).filter(link -> link.name().equals(name)).findFirst();
    }

    /** Bits of the garbling offset that one tree of base transfers covers, SoftSpokenOT's k: larger sends less and computes more. */
    public int otTreeBits() {
        return otTreeBits;
    }
}
