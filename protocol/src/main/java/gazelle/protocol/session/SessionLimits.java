package gazelle.protocol.session;

import java.time.Duration;

/**
 * Limits on how long a party waits, and on the use of one connection.
 *
 * @param setUp for servers: how long a client may take from the beginning of its connection to the end of the set-up: TLS, greeting, keys
 *     and base transfers
 * @param greeting how long the other side may take for its greeting, for which it computes nothing
 * @param silence how long it may send nothing, or take nothing of what it is sent, from then on; bytes count, not whole messages
 * @param idle for servers: how long a session that is set up may stand without an inference
 * @param inference for servers: how long an inference may take in all
 * @param inferences for servers: how many inferences one connection's keys serve, at most {@link #MOST_INFERENCES}
 * @param patience for clients: how slow a server may be in all
 */
public record SessionLimits(
        Duration setUp,
        Duration greeting,
        Duration silence,
        Duration idle,
        Duration inference,
        int inferences,
        Patience patience) {
    /** The most that one garbling offset serves ({@link DeltaBudget}), as every output reveals a bit at least. */
    public static final int MOST_INFERENCES = DeltaBudget.BITS;

    /**
     * 10 s for the set-up, 15 s for a greeting, 2 min of silence, 10 min without an inference or for one, 40 inferences, the usual
     * patience.
     */
    public static final SessionLimits USUAL = new SessionLimits(
            Duration.ofSeconds(10),
            Duration.ofSeconds(15),
            Duration.ofMinutes(2),
            Duration.ofMinutes(10),
            Duration.ofMinutes(10),
            MOST_INFERENCES,
            Patience.USUAL);

    public SessionLimits {
        requirePositive("setUp", setUp);
        requirePositive("greeting", greeting);
        requirePositive("silence", silence);
        requirePositive("idle", idle);
        requirePositive("inference", inference);
        if (inferences < 1 || inferences > MOST_INFERENCES) {
            throw new IllegalArgumentException("inferences: " + inferences + " (expected: 1.." + MOST_INFERENCES + ")");
        }
    }

    private static void requirePositive(String name, Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException(name + ": " + duration + " (expected: positive)");
        }
    }

    /** These with another time for the set-up. */
    public SessionLimits withSetUp(Duration value) {
        return new SessionLimits(value, greeting, silence, idle, inference, inferences, patience);
    }

    /** These with another time for a greeting. */
    public SessionLimits withGreeting(Duration value) {
        return new SessionLimits(setUp, value, silence, idle, inference, inferences, patience);
    }

    /** These with another silence; a greeting may take no longer than that. */
    public SessionLimits withSilence(Duration value) {
        return new SessionLimits(
                setUp, value.compareTo(greeting) < 0 ? value : greeting, value, idle, inference, inferences, patience);
    }

    /** These with another time without an inference. */
    public SessionLimits withIdle(Duration value) {
        return new SessionLimits(setUp, greeting, silence, value, inference, inferences, patience);
    }

    /** These with another time for an inference. */
    public SessionLimits withInference(Duration value) {
        return new SessionLimits(setUp, greeting, silence, idle, value, inferences, patience);
    }

    /** These with another patience. */
    public SessionLimits withPatience(Patience value) {
        return new SessionLimits(setUp, greeting, silence, idle, inference, inferences, value);
    }

    /** For clients: the longest that {@code bytes} may keep them waiting; at least as long as a single silence may be. */
    Duration longestWaitFor(long bytes) {
        Duration longest = patience.longestFor(bytes);
        return longest.compareTo(silence) < 0 ? silence : longest;
    }

    /** These with another number of inferences for one connection. */
    public SessionLimits withInferences(int value) {
        return new SessionLimits(setUp, greeting, silence, idle, inference, value, patience);
    }
}
