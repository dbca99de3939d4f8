package gazelle.protocol.session;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * What a party brings into its sessions.
 *
 * @param random source of every secret and mask
 * @param nanoTime a clock for durations, such as {@code System::nanoTime}
 * @param greeting how long the other side may take for its greeting, for which it computes nothing
 * @param silence how long it may stay silent, or take nothing of what it is sent, from then on
 */
public record SessionSettings(SecureRandom random, LongSupplier nanoTime, Duration greeting, Duration silence) {
    private static final Duration USUAL_GREETING = Duration.ofSeconds(15);

    public SessionSettings {
        requirePositive("greeting", greeting);
        requirePositive("silence", silence);
    }

    /** Settings with the usual time for a greeting, 15 s, or {@code silence} if that is shorter. */
    public SessionSettings(SecureRandom random, LongSupplier nanoTime, Duration silence) {
        this(random, nanoTime, silence.compareTo(USUAL_GREETING) < 0 ? silence : USUAL_GREETING, silence);
    }

    private static void requirePositive(String name, Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException(name + ": " + duration + " (expected: positive)");
        }
    }
}
