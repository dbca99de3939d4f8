package gazelle.protocol.session;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * What a party brings into its sessions.
 *
 * @param random source of every secret and mask
 * @param nanoTime a clock for durations, such as {@code System::nanoTime}
 * @param silence how long the other side may stay silent before the session ends
 */
public record SessionSettings(SecureRandom random, LongSupplier nanoTime, Duration silence) {
    public SessionSettings {
        if (silence.isNegative() || silence.isZero()) {
            throw new IllegalArgumentException("silence: " + silence + " (expected: positive)");
        }
    }
}
