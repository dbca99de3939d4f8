package gazelle.protocol.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class PeerTest {
    @Test
    void isNamedByAddressAndPortAndCountedByItsBlock() throws Exception {
        InetAddress address = InetAddress.getByName("2001:db8:1:2:3:4:5:6");
        Peer peer = Peer.at(new InetSocketAddress(address, 7600));
        assertThat(peer).hasToString("2001:db8:1:2:3:4:5:6 port 7600");
        assertThat(peer.address()).hasValue(address);
        assertThat(peer.addressBlock()).hasValue(new AddressBlock("2001:db8:1:2::/64"));
        assertThat(peer.certificates()).isEmpty();
        assertThat(peer.with(List.of())).isEqualTo(peer);
    }

    @Test
    void noLimitOfAnAddressHoldsForWhatHasNone() {
        assertThat(Peer.IN_PROCESS.addressBlock()).isEmpty();
        assertThat(Peer.IN_PROCESS).hasToString("this process");
        assertThat(LoopbackLink.pair().first().peer()).isEqualTo(Peer.IN_PROCESS);
        Peer unresolved = Peer.at(InetSocketAddress.createUnresolved("nowhere.example", 1));
        assertThat(unresolved).isEqualTo(Peer.UNKNOWN).hasToString("an unknown address");
    }
}
