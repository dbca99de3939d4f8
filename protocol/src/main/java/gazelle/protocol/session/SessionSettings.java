package gazelle.protocol.session;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The randomness, clock and limits of a party in its sessions.
 *
 * @param random source of every secret and mask
 * @param nanoTime a clock for durations, such as {@code System::nanoTime}
 * @param limits on its waiting
 */
public record SessionSettings(SecureRandom random, LongSupplier nanoTime, SessionLimits limits) {
    /** Makes settings with the usual limits but for the silence. */
    public SessionSettings(SecureRandom random, LongSupplier nanoTime, Duration silence) {
        this(random, nanoTime, SessionLimits.USUAL.withSilence(silence));
    }
}
