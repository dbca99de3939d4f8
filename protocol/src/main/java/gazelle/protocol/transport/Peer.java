package gazelle.protocol.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * The other end of a link, as far as this one knows it.
 *
 * @param name for logs: its address and port, or why it has none
 * @param address of the network; none for what never came over one
 * @param certificates the chain that it proved to have in the TLS handshake, its own first; empty if it showed none, as the clients of
 *     today do
 */
public record Peer(String name, Optional<InetAddress> address, List<X509Certificate> certificates) {
    /** The other end of a link within this process. */
    public static final Peer IN_PROCESS = new Peer("this process", Optional.empty(), List.of());

    /** An end whose address the network does not tell. */
    public static final Peer UNKNOWN = new Peer("an unknown address", Optional.empty(), List.of());

    public Peer {
        certificates = List.copyOf(certificates);
    }

    /** Returns a peer at an address; one whose name was never resolved counts as unknown. */
    public static Peer at(InetSocketAddress socket) {
        InetAddress address = socket.getAddress();
        return address == null
                ? UNKNOWN
                : new Peer(address.getHostAddress() + " port " + socket.getPort(), Optional.of(address), List.of());
    }

    /** Returns this peer with the certificates that it has shown. */
    public Peer with(List<X509Certificate> shown) {
        return new Peer(name, address, shown);
    }

    /** Returns the addresses by which a server's limits count this peer; none for what never came over a network. */
    public Optional<AddressBlock> addressBlock() {
        return address.map(AddressBlock::of);
    }

    /** Returns the name alone: a certificate is too long for a line of a log. */
    @Override
    public String toString() {
        return name;
    }
}
