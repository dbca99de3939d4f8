package gazelle.protocol.host;

import gazelle.protocol.profile.LinkProfile;
import gazelle.protocol.transport.ForwardingLink;
import gazelle.protocol.transport.Link;
import gazelle.protocol.transport.Peer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;

/** Links that came over a network, as far as a host can see, from addresses that tests call "a", "b" and so on. */
final class Strangers {
    private static final int PORT = 4_711;

    private Strangers() {}

    /** Returns the address behind a letter. */
    static InetAddress address(String letter) {
        try {
            return InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) letter.charAt(0)});
        } catch (UnknownHostException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /**
     * Returns a link around one within the process.
     *
     * @param letter of the address from which it seems to come
     * @param age of the connection
     */
    static Link link(Link inner, String letter, Duration age) {
        Peer peer = Peer.at(new InetSocketAddress(address(letter), PORT));
        return new ForwardingLink(inner) {
            @Override
            public Peer peer() {
                return peer;
            }

            @Override
            public Duration age() {
                return age;
            }

            @Override
            public LinkProfile profile() {
                return LinkProfile.LAN;
            }
        };
    }
}
