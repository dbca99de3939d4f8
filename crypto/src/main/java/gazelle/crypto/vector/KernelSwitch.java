package gazelle.crypto.vector;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The scalar kernel until the vector kernel is compiled, then the vector kernel.
 *
 * <p>A vector kernel that the JVM still interprets runs a hundred times slower than its scalar twin, so no caller may wait for it.
 * A thread, one for all switches, runs both on made-up data until the vector kernel is compiled. Where it is then
 * the slower one, or never gets there, the scalar kernel stays. Both must give the same results, so the switch may happen at any moment.
 *
 * @param <K> the kernels' common face
 */
public final class KernelSwitch<K> {
    private static final int RUNS_PER_ROUND = 16;

    /** The exercise does more than the loops that differ, so a kernel that gains little in it is still taken. */
    private static final double WORTH_IT = 1.1;

    /** Steady rounds in a row: compilations of rarer paths may still be under way after the first. */
    private static final int STEADY_ROUNDS = 5;

    private static final int MOST_ROUNDS = 300;

    private static final ExecutorService WARM_UP = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("kernel-warm-up").daemon().factory());

    private final K scalar;
    private final K vector;
    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile boolean compiled;

    /**
     * Starts the warm-up.
     *
     * @param exercise runs every loop of a kernel once, on data of its own; for at most a millisecond once compiled
     */
    public KernelSwitch(K scalar, K vector, Consumer<K> exercise) {
        this.scalar = scalar;
        this.vector = vector;
        WARM_UP.execute(() -> warmUp(exercise));
    }

    /** The kernel to use now. */
    public K current() {
        return compiled ? vector : scalar;
    }

    /** Returns true once the vector kernel is the current one. */
    public boolean isVector() {
        return compiled;
    }

    /**
     * Waits for the end of the warm-up.
     *
     * @return whether it ended in time
     */
    public boolean await(Duration timeout) throws InterruptedException {
        return finished.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Waits for the end of all warm-ups that began before: what a measurement does first. */
    public static void awaitAll() throws InterruptedException {
        CountDownLatch reached = new CountDownLatch(1);
        WARM_UP.execute(reached::countDown);
        reached.await();
    }

    private void warmUp(Consumer<K> exercise) {
        try {
            int steady = 0;
            for (int round = 0; round < MOST_ROUNDS && steady < STEADY_ROUNDS; round++) {
                boolean worthIt = shortestNanos(vector, exercise) < WORTH_IT * shortestNanos(scalar, exercise);
                steady = worthIt ? steady + 1 : 0;
            }
            compiled = steady == STEADY_ROUNDS;
        } finally {
            finished.countDown();
        }
    }

    private static <K> long shortestNanos(K kernel, Consumer<K> exercise) {
        long shortest = Long.MAX_VALUE;
        for (int run = 0; run < RUNS_PER_ROUND; run++) {
            long begin = System.nanoTime();
            exercise.accept(kernel);
            shortest = Math.min(shortest, System.nanoTime() - begin);
        }
        return shortest;
    }
}
