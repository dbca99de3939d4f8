package gazelle.benchmarks.measure;

import gazelle.crypto.ring.CoefficientPoly;
import gazelle.crypto.ring.NegacyclicRing;
import gazelle.crypto.rlwe.RlweParameters;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * The speed of one thread of this machine in this run, so that figures of different machines and hours can be compared.
 *
 * @param processors how many the process may use
 * @param aesGigabytesPerSecond AES-128 of the Java runtime in bulk, 10^9 bytes a second: the floor under garbling
 * @param nttMicroseconds one forward transform of this program at N = 4096
 */
public record MachineFigures(int processors, double aesGigabytesPerSecond, double nttMicroseconds) {
    private static final int AES_BYTES = 64 << 10;
    private static final int KEY_BYTES = 16;
    private static final int COEFFICIENT_BOUND = 1 << 20;
    private static final int TRANSFORMS = 16;
    private static final Duration FULL_SPEED = Duration.ofSeconds(60);
    private static final int PERIODS = 9;
    private static final long WARM_NANOS = 1_500_000_000;
    private static final long PERIOD_NANOS = 100_000_000;
    private static final double NANOS_PER_MICROSECOND = 1_000;

    /** Measures for about five seconds, and waits before for the transform to be at full speed. */
    public static MachineFigures measure() throws InterruptedException {
        RlweParameters.N_4096_LOGQ_48.ring();
        NegacyclicRing.awaitFullSpeed(FULL_SPEED);
        return new MachineFigures(
                Runtime.getRuntime().availableProcessors(), AES_BYTES / nanosOf(aes()), transformNanos());
    }

    private static Runnable aes() {
        Cipher cipher;
        try {
            cipher = Cipher.getInstance("AES/ECB/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(new byte[KEY_BYTES], "AES"));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java runtime has AES", missing);
        }
        byte[] in = new byte[AES_BYTES];
        byte[] out = new byte[AES_BYTES];
        return () -> {
            try {
                cipher.update(in, 0, AES_BYTES, out, 0);
            } catch (GeneralSecurityException tooShort) {
                throw new IllegalStateException("the buffers are of equal length", tooShort);
            }
        };
    }

    private static double transformNanos() {
        NegacyclicRing ring = RlweParameters.N_4096_LOGQ_48.ring();
        CoefficientPoly poly = CoefficientPoly.ofSigned(
                ring.modulus(),
                new SplittableRandom(1)
                        .longs(ring.polyDegree(), -COEFFICIENT_BOUND, COEFFICIENT_BOUND)
                        .toArray());
        double nanos = nanosOf(() -> {
            for (int i = 0; i < TRANSFORMS; i++) {
                ring.forward(poly);
            }
        });
        return nanos / TRANSFORMS / NANOS_PER_MICROSECOND;
    }

    /** The median over several periods of the time of one call, after a warm-up. */
    private static double nanosOf(Runnable work) {
        period(work, WARM_NANOS);
        List<Double> periods = new ArrayList<>();
        for (int i = 0; i < PERIODS; i++) {
            periods.add(period(work, PERIOD_NANOS));
        }
        return Spread.of(periods).median();
    }

    private static double period(Runnable work, long nanos) {
        long begin = System.nanoTime();
        long calls = 0;
        long passed;
        do {
            work.run();
            calls++;
            passed = System.nanoTime() - begin;
        } while (passed < nanos);
        return (double) passed / calls;
    }
}
