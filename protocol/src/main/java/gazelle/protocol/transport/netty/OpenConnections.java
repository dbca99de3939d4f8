package gazelle.protocol.transport.netty;

import gazelle.protocol.admission.Pace;
import gazelle.protocol.transport.AddressBlock;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * A server's connections, and the choice of the one that has to go for a new one. Safe for many threads.
 *
 * @param <C> a connection
 */
final class OpenConnections<C> {
    private final ConnectionLimits limits;
    private final Pace pace;
    /** In the order in which they came. */
    private final Map<C, Entry> open = new LinkedHashMap<>();

    /** The fate of a new connection. */
    enum Verdict {
        TAKEN,
        TOO_FAST,
        FULL
    }

    /**
     * The answer to a new connection.
     *
     * @param verdict the decision on it
     * @param replaced an older one that has to be closed for it
     */
    record Answer<C>(Verdict verdict, Optional<C> replaced) {}

    private static final class Entry {
        private final AddressBlock address;
        private boolean silent = true;

        Entry(AddressBlock address) {
            this.address = address;
        }
    }

    OpenConnections(ConnectionLimits limits, LongSupplier nanoTime) {
        this.limits = limits;
        this.pace = new Pace(nanoTime, limits.interval(), limits.inARow());
    }

    /** Decides on a new connection; one that it replaces no longer counts. */
    synchronized Answer<C> open(C connection, AddressBlock address) {
        if (pace.take(address, Duration.ZERO).isPositive()) {
            return new Answer<>(Verdict.TOO_FAST, Optional.empty());
        }
        Predicate<Entry> same = entry -> entry.address.equals(address);
        boolean addressFull =
                count(same) >= limits.ofAddress() || count(same.and(entry -> entry.silent)) >= limits.silentOfAddress();
        boolean full = open.size() >= limits.connections();
        Optional<C> replaced = Optional.empty();
        if (addressFull || full) {
            replaced = removeOldestSilent(addressFull ? same : _ -> true);
            if (replaced.isEmpty()) {
                return new Answer<>(Verdict.FULL, replaced);
            }
        }
        open.put(connection, new Entry(address));
        return new Answer<>(Verdict.TAKEN, replaced);
    }

    private long count(Predicate<Entry> which) {
        return open.values().stream().filter(which).count();
    }

    private Optional<C> removeOldestSilent(Predicate<Entry> which) {
        for (Iterator<Map.Entry<C, Entry>> all = open.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<C, Entry> each = all.next();
            if (each.getValue().silent && which.test(each.getValue())) {
                all.remove();
                return Optional.of(each.getKey());
            }
        }
        return Optional.empty();
    }

    /** Notes that a connection has greeted, and so is no longer silent. */
    synchronized void greeted(C connection) {
        Entry entry = open.get(connection);
        if (entry != null) {
            entry.silent = false;
        }
    }

    /** Forgets a connection that has ended. */
    synchronized void closed(C connection) {
        open.remove(connection);
    }
}
