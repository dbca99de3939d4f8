package gazelle.protocol.session;

import java.time.Duration;

/**
 * The limits of a client's waiting for a slow server: without a total, one that lets a byte drip now and then would hold it for ever.
 *
 * @param computing the longest that the client waits for the server's computing in one inference, or in the exchange of keys
 * @param leastBytesPerSecond the slowest that their bytes may move, those of both directions together
 * @param notice the longest that nothing may move before the listener hears of it, at least 1 ms
 */
public record Patience(Duration computing, int leastBytesPerSecond, Duration notice) {
    private static final Duration SHORTEST_NOTICE = Duration.ofMillis(1);

    /** 2 min for computing, 64 KiB/s, notice after 3 s. */
    public static final Patience USUAL = new Patience(Duration.ofMinutes(2), 64 << 10, Duration.ofSeconds(3));

    public Patience {
        if (computing.isNegative() || computing.isZero()) {
            throw new IllegalArgumentException("computing: " + computing + " (expected: positive)");
        }
        if (leastBytesPerSecond < 1) {
            throw new IllegalArgumentException(
                    "leastBytesPerSecond: " + leastBytesPerSecond + " (expected: at least 1)");
        }
        if (notice.compareTo(SHORTEST_NOTICE) < 0) {
            throw new IllegalArgumentException("notice: " + notice + " (expected: at least " + SHORTEST_NOTICE + ")");
        }
    }

    /** Returns the longest that {@code bytes} may keep the client waiting, computing included. */
    public Duration longestFor(long bytes) {
        return computing.plusSeconds(Math.ceilDiv(bytes, leastBytesPerSecond));
    }

    /** Returns these limits with another time for computing. */
    public Patience withComputing(Duration value) {
        return new Patience(value, leastBytesPerSecond, notice);
    }

    /** Returns these limits with another least rate. */
    public Patience withLeastBytesPerSecond(int value) {
        return new Patience(computing, value, notice);
    }

    /** Returns these limits with another time before notice. */
    public Patience withNotice(Duration value) {
        return new Patience(computing, leastBytesPerSecond, value);
    }
}
