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
 * A thread, one for all switches, runs both on made-up data until the vector kernel is the faster one. Where that
 * never comes true the scalar kernel stays. Both must give the same results, so the switch may happen at any moment.
 *
 * @param <K> the kernels' common face
 */
public final class KernelSwitch<K> {
    private static final int RUNS_PER_ROUND = 16;

    /** After the first fast round: compilations of rarer paths may still be under way. */
    private static final int FAST_ROUNDS = 8;

    private static final int MOST_ROUNDS = 500;

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

    /** Whether the vector kernel has become the current one. */
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

    private void warmUp(Consumer<K> exercise) {
        try {
            int fast = 0;
            for (int round = 0; round < MOST_ROUNDS && fast < FAST_ROUNDS; round++) {
                fast = shortestNanos(vector, exercise) < shortestNanos(scalar, exercise) ? fast + 1 : 0;
            }
            compiled = fast == FAST_ROUNDS;
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
