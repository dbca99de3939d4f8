package gazelle.protocol.transport;

import java.net.Inet6Address;
import java.net.InetAddress;

/**
 * The addresses that limits take for one peer: an IPv4 address alone, or all addresses of an IPv6 /64, which one host may use as it
 * likes.
 *
 * @param text the address, or the first half of it with {@code ::/64}, as logs show it
 */
public record AddressBlock(String text) {
    private static final int PREFIX_BYTES = 8;

    /** Returns the block that an address belongs to. */
    public static AddressBlock of(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return new AddressBlock(address.getHostAddress());
        }
        byte[] bytes = address.getAddress();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < PREFIX_BYTES; i += 2) {
            int group = (bytes[i] & 0xFF) << Byte.SIZE | (bytes[i + 1] & 0xFF);
            text.append(Integer.toHexString(group)).append(':');
        }
        return new AddressBlock(text.append(":/64").toString());
    }

    @Override
    public String toString() {
        return text;
    }
}
