package gazelle.protocol.host;

import java.time.Duration;

/**
 * Limits on the sessions of a host, in all and of one address. An address is one of IPv4 or an IPv6 /64; links within the process have
 * none and count only in {@code sessions}.
 *
 * @param sessions open at once in all
 * @param sessionsOfAddress open at once from one address
 * @param setUpsOfAddress that are under way at once from one address
 * @param setUpsInARow number of set-ups that an address may ask for at once after a pause
 * @param setUpInterval between two set-ups of an address in the long run
 * @param longestTurn time that a session waits for its turn before it is refused as busy
 * @param firstPenalty time by which the next set-ups of an address come later after it broke the protocol; doubled each time
 * @param longestPenalty limit of these doublings, and of how far the next set-up of an address is ever put off
 * @param heapBytes share of the heap for sessions and models; sessions beyond that are refused as busy, but for the first one
 */
public record HostLimits(
        int sessions,
        int sessionsOfAddress,
        int setUpsOfAddress,
        int setUpsInARow,
        Duration setUpInterval,
        Duration longestTurn,
        Duration firstPenalty,
        Duration longestPenalty,
        long heapBytes) {
    /** The share of the heap for the program itself, and for the collector to work in. */
    private static final long PROGRAM_BYTES = 64L << 20;

    private static final int FEW = 4;

    public HostLimits {
        requireAtLeastOne("sessions", sessions);
        requireAtLeastOne("sessionsOfAddress", sessionsOfAddress);
        requireAtLeastOne("setUpsOfAddress", setUpsOfAddress);
        requireAtLeastOne("setUpsInARow", setUpsInARow);
        requirePositive("setUpInterval", setUpInterval);
        requirePositive("longestTurn", longestTurn);
        requirePositive("firstPenalty", firstPenalty);
        requirePositive("longestPenalty", longestPenalty);
    }

    /**
     * Returns the usual limits: half of the sessions for one address, but 4 if there are so many; 4 set-ups of an address at once, 16 in
     * a row, then 4 a second; 3 s to wait for a turn; penalties from 2 s to 30 s; the heap that this process may use.
     *
     * @param sessions open at once in all
     */
    public static HostLimits of(int sessions) {
        return new HostLimits(
                sessions,
                Math.max(Math.min(sessions, FEW), sessions / 2),
                FEW,
                16,
                Duration.ofMillis(250),
                Duration.ofSeconds(3),
                Duration.ofSeconds(2),
                Duration.ofSeconds(30),
                Runtime.getRuntime().maxMemory() - PROGRAM_BYTES);
    }

    private static void requireAtLeastOne(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: at least 1)");
        }
    }

    private static void requirePositive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: positive)");
        }
    }

    /** Returns these limits with another number of sessions for one address. */
    public HostLimits withSessionsOfAddress(int value) {
        return new HostLimits(
                sessions,
                value,
                setUpsOfAddress,
                setUpsInARow,
                setUpInterval,
                longestTurn,
                firstPenalty,
                longestPenalty,
                heapBytes);
    }

    /** Returns these limits with another part of the heap, bytes. */
    public HostLimits withHeapBytes(long value) {
        return new HostLimits(
                sessions,
                sessionsOfAddress,
                setUpsOfAddress,
                setUpsInARow,
                setUpInterval,
                longestTurn,
                firstPenalty,
                longestPenalty,
                value);
    }

    /** Returns these limits with another pace of set-ups. */
    public HostLimits withSetUps(int atOnce, int inARow, Duration interval) {
        return new HostLimits(
                sessions,
                sessionsOfAddress,
                atOnce,
                inARow,
                interval,
                longestTurn,
                firstPenalty,
                longestPenalty,
                heapBytes);
    }
}
