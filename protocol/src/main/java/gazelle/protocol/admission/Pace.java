package gazelle.protocol.admission;

import gazelle.protocol.transport.AddressBlock;
import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * A pace for each address: one request an interval, and some in a row after a pause; a token bucket, kept as the time at which
 * it will be full again. What an address wasted can be charged to it, so that its next requests have to wait. Safe for many threads.
 */
public final class Pace {
    private final LongSupplier nanoTime;
    private final long intervalNanos;
    private final long toleranceNanos;
    private final Map<AddressBlock, Long> fullAgain = new RecentAddresses<>();

    /**
     * Makes a pace at which no address has asked for anything yet.
     *
     * @param nanoTime a clock
     * @param interval between two requests in the long run
     * @param inARow number of requests that may come at once after a pause, at least 1
     */
    public Pace(LongSupplier nanoTime, Duration interval, int inARow) {
        if (interval.isNegative() || interval.isZero()) {
            throw new IllegalArgumentException("interval: " + interval + " (expected: positive)");
        }
        if (inARow < 1) {
            throw new IllegalArgumentException("inARow: " + inARow + " (expected: at least 1)");
        }
        this.nanoTime = nanoTime;
        this.intervalNanos = interval.toNanos();
        this.toleranceNanos = intervalNanos * (inARow - 1);
    }

    /**
     * Takes the address's next turn, if it comes soon enough; turns come in the order in which they were taken.
     *
     * @return the time to wait for it; if that is more than {@code longestWait}, no turn was taken
     */
    public synchronized Duration take(AddressBlock address, Duration longestWait) {
        long now = nanoTime.getAsLong();
        long full = fullFrom(address, now);
        long wait = Math.max(0, full - now - toleranceNanos);
        if (wait <= longestWait.toNanos()) {
            fullAgain.put(address, full + intervalNanos);
        }
        return Duration.ofNanos(wait);
    }

    /**
     * Makes the address's next turns come later by {@code more}.
     *
     * @param mostWait the next turn is never further away than that, whatever was charged
     */
    public synchronized void charge(AddressBlock address, Duration more, Duration mostWait) {
        long now = nanoTime.getAsLong();
        long full = fullFrom(address, now);
        long most = Math.max(full, now + toleranceNanos + mostWait.toNanos());
        fullAgain.put(address, Math.min(full + more.toNanos(), most));
    }

    private long fullFrom(AddressBlock address, long now) {
        Long full = fullAgain.get(address);
        // Compared by difference: the clock's zero is anywhere.
        return full == null || full - now < 0 ? now : full;
    }
}
