package gazelle.protocol.admission;

import gazelle.protocol.transport.AddressBlock;
import java.util.LinkedHashMap;
import java.util.Map;

/** A map of bounded size that forgets the address that was asked for least recently: whoever has many must not fill the memory. */
public final class RecentAddresses<V> extends LinkedHashMap<AddressBlock, V> {
    private static final long serialVersionUID = 1L;

    /** The most addresses that are kept; they fit into a few hundred kilobytes. */
    public static final int MOST = 4_096;

    private static final float LOAD_FACTOR = 0.75f;

    /** Makes an empty map. */
    public RecentAddresses() {
        super(Byte.SIZE, LOAD_FACTOR, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<AddressBlock, V> eldest) {
        return size() > MOST;
    }
}
