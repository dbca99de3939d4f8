package gazelle.protocol.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class AddressBlockTest {
    private static AddressBlock block(String address) throws UnknownHostException {
        return AddressBlock.of(InetAddress.getByName(address));
    }

    @Test
    void anAddressOfFourBytesStandsForItself() throws Exception {
        assertThat(block("192.0.2.1")).isEqualTo(new AddressBlock("192.0.2.1")).isNotEqualTo(block("192.0.2.2"));
        assertThat(block("::ffff:192.0.2.1"))
                .as("the same host by the other protocol")
                .isEqualTo(block("192.0.2.1"));
    }

    @Test
    void anAddressOfSixteenBytesStandsForItsNetwork() throws Exception {
        assertThat(block("2001:db8:0:a0b::1"))
                .isEqualTo(new AddressBlock("2001:db8:0:a0b::/64"))
                .isEqualTo(block("2001:db8:0:a0b:ffff:ffff:ffff:ffff"))
                .isNotEqualTo(block("2001:db8:0:a0c::1"));
    }
}
