package gazelle.protocol.session;

import gazelle.protocol.step.ActivationKind;
import gazelle.protocol.step.InferencePlan;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * What a party brings into its sessions.
 *
 * @param random source of every secret and mask
 * @param nanoTime a clock for durations, such as {@code System::nanoTime}
 * @param limits how long it waits
 * @param activations how non-linear layers are computed; the other party must take the same
 */
public record SessionSettings(
        SecureRandom random, LongSupplier nanoTime, SessionLimits limits, ActivationKind activations) {
    /** Settings with the usual activations. */
    public SessionSettings(SecureRandom random, LongSupplier nanoTime, SessionLimits limits) {
        this(random, nanoTime, limits, InferencePlan.ACTIVATIONS);
    }

    /** Settings with the usual limits but for the silence. */
    public SessionSettings(SecureRandom random, LongSupplier nanoTime, Duration silence) {
        this(random, nanoTime, SessionLimits.USUAL.withSilence(silence));
    }
}
