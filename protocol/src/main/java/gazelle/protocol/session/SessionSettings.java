package gazelle.protocol.session;

import gazelle.protocol.step.ActivationKind;
import gazelle.protocol.step.InferencePlan;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The randomness, clock and limits of a party in its sessions.
 *
 * @param random source of every secret and mask
 * @param nanoTime a clock for durations, such as {@code System::nanoTime}
 * @param limits on its waiting
 * @param activations how non-linear layers are computed, as the greeting says; a server's models must be prepared for it
 */
public record SessionSettings(
        SecureRandom random, LongSupplier nanoTime, SessionLimits limits, ActivationKind activations) {
    /** Makes settings with the usual activations. */
    public SessionSettings(SecureRandom random, LongSupplier nanoTime, SessionLimits limits) {
        this(random, nanoTime, limits, InferencePlan.ACTIVATIONS);
    }

    /** Makes settings with the usual limits but for the silence. */
    public SessionSettings(SecureRandom random, LongSupplier nanoTime, Duration silence) {
        this(random, nanoTime, SessionLimits.USUAL.withSilence(silence));
    }
}
