package gazelle.protocol.session;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * What a party brings into its sessions.
 *
 * @param random source of every secret and mask
 * @param nanoTime a clock for durations, such as {@code System::nanoTime}
 * @param limits how long it waits
 */
public record SessionSettings(SecureRandom random, LongSupplier nanoTime, SessionLimits limits) {
    /** Settings with the usual limits but for the silence. */
    public SessionSettings(SecureRandom random, LongSupplier nanoTime, Duration silence) {
        this(random, nanoTime, SessionLimits.USUAL.withSilence(silence));
    }
}
