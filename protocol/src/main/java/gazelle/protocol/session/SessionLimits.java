package gazelle.protocol.session;

import java.time.Duration;

/**
 * Limits on how long a party waits, and on the use of one connection.
 *
 * @param setUp for servers: time that a client may take from the beginning of its connection to the end of the set-up: TLS, greeting, keys
 *     and base transfers
 * @param greeting time that the other side may take for its greeting, for which it computes nothing
 * @param silence time for which it may send nothing, or take nothing of what it is sent, from then on; bytes count, not whole messages
 * @param idle for servers: time for which a session that is set up may stand without an inference
 * @param inference for servers: time that an inference may take in all
 * @param inferences for servers: number of inferences that one connection's keys serve, at most {@link #MOST_INFERENCES}
 * @param patience for clients: limits on a server that is slow
 */
public record SessionLimits(
        Duration setUp,
        Duration greeting,
        Duration silence,
        Duration idle,
        Duration inference,
        int inferences,
        Patience patience) {
    /** The most inferences that one garbling offset serves ({@link DeltaBudget}), as every output reveals a bit at least. */
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

    /** Returns these limits with another time for the set-up. */
    public SessionLimits withSetUp(Duration value) {
        return new SessionLimits(value, greeting, silence, idle, inference, inferences, patience);
    }

    /** Returns these limits with another time for a greeting. */
    public SessionLimits withGreeting(Duration value) {
        return new SessionLimits(setUp, value, silence, idle, inference, inferences, patience);
    }

    /** Returns these limits with another silence; a greeting may take no longer than that. */
    public SessionLimits withSilence(Duration value) {
        return new SessionLimits(
                setUp, value.compareTo(greeting) < 0 ? value : greeting, value, idle, inference, inferences, patience);
    }

    /** Returns these limits with another time without an inference. */
    public SessionLimits withIdle(Duration value) {
        return new SessionLimits(setUp, greeting, silence, value, inference, inferences, patience);
    }

    /** Returns these limits with another time for an inference. */
    public SessionLimits withInference(Duration value) {
        return new SessionLimits(setUp, greeting, silence, idle, value, inferences, patience);
    }

    /** Returns these limits with another patience. */
    public SessionLimits withPatience(Patience value) {
        return new SessionLimits(setUp, greeting, silence, idle, inference, inferences, value);
    }

    /** Returns, for clients, the longest that {@code bytes} may keep them waiting; at least as long as a single silence may be. */
    Duration longestWaitFor(long bytes) {
        Duration longest = patience.longestFor(bytes);
        return longest.compareTo(silence) < 0 ? silence : longest;
    }

    /** Returns these limits with another number of inferences for one connection. */
    public SessionLimits withInferences(int value) {
        return new SessionLimits(setUp, greeting, silence, idle, inference, value, patience);
    }
}
