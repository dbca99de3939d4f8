package gazelle.crypto.ring;

import java.util.Arrays;
import java.util.concurrent.CountDownLatch;

/**
 * Runs the vector kernel on made-up polynomials, in a thread of its own, until the JVM has compiled it; once per process.
 *
 * <p>Compiled means faster than the scalar kernel in the same round. A processor on which that never comes true keeps the scalar
 * kernel.
 */
final class VectorWarmUp {
    /** The degree in use: other degrees run the same compiled code. */
    private static final int POLY_DEGREE = 4096;

    /** The largest prime below 2^48 that is 1 mod 8192; any other would do. */
    private static final PrimeModulus MODULUS = new PrimeModulus(281_474_976_694_273L);

    private static final int RUNS_PER_ROUND = 16;
    /** After the first fast round: compilations of rarer paths may still be under way. */
    private static final int FAST_ROUNDS = 8;

    private static final int MOST_ROUNDS = 500;
    private static final CountDownLatch FINISHED = new CountDownLatch(1);
    private static volatile boolean done;

    static {
        Thread.ofPlatform().name("gazelle-kernel-warm-up").daemon().start(VectorWarmUp::run);
    }

    private VectorWarmUp() {}

    /** Whether the vector kernel is the faster one by now. The first call starts the warm-up. */
    static boolean isDone() {
        return done;
    }

    /** Waits for the end of the warm-up. */
    static void await() throws InterruptedException {
        FINISHED.await();
    }

    private static void run() {
        try {
            NttTables tables = new NttTables(POLY_DEGREE, MODULUS);
            NttKernel scalar = new ScalarNttKernel(tables);
            NttKernel vector = new VectorNttKernel(tables);
            int fast = 0;
            for (int round = 0; round < MOST_ROUNDS && fast < FAST_ROUNDS; round++) {
                fast = shortestNanos(vector) < shortestNanos(scalar) ? fast + 1 : 0;
            }
            done = fast == FAST_ROUNDS;
        } finally {
            FINISHED.countDown();
        }
    }

    private static long shortestNanos(NttKernel kernel) {
        long[] residues = new long[POLY_DEGREE];
        Arrays.setAll(residues, i -> i);
        double[] values = new double[POLY_DEGREE];
        double[] sum = new double[POLY_DEGREE];
        double[] otherSum = new double[POLY_DEGREE];
        long shortest = Long.MAX_VALUE;
        for (int run = 0; run < RUNS_PER_ROUND; run++) {
            long begin = System.nanoTime();
            kernel.reducedInto(residues, values);
            kernel.forwardInPlace(values);
            kernel.multiplyAccumulate(sum, values, values);
            kernel.multiplyAccumulate(sum, values, otherSum, values, values);
            kernel.reduceInPlace(sum);
            kernel.inverseInPlace(sum);
            kernel.residuesInto(sum, residues);
            shortest = Math.min(shortest, System.nanoTime() - begin);
        }
        return shortest;
    }
}
