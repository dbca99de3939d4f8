package gazelle.protocol.host;

import static org.assertj.core.api.Assertions.assertThat;

import gazelle.protocol.session.SessionLimits;
import gazelle.protocol.session.SessionSettings;
import java.security.SecureRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The end of a warm-up by itself and by others, by clocks of the test's own; {@code gazelle-bench} measures what it gains. */
@Timeout(120)
class WarmUpTest {
    private static final int STEADY_RUNS = 15;
    private static final int CALL_THAT_IS_HELD = 100;

    private static SessionSettings with(LongSupplier nanoTime) {
        return new SessionSettings(new SecureRandom(), nanoTime, SessionLimits.USUAL);
    }

    @Test
    void classifiesUntilNothingGetsFaster() throws InterruptedException {
        try (WarmUp warmUp = WarmUp.start(with(() -> 0))) {
            warmUp.await();
            assertThat(warmUp.inferences())
                    .as("by a clock that stands still no run is the fastest")
                    .isEqualTo(STEADY_RUNS);
        }
    }

    @Test
    void makesRoomForRealWorkWithoutBeingWaitedFor() throws InterruptedException {
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        WarmUp warmUp = WarmUp.start(with(() -> {
            if (Thread.currentThread().getName().equals("warm-up") && calls.incrementAndGet() == CALL_THAT_IS_HELD) {
                held.countDown();
                awaitUninterruptibly(closed);
            }
            return 0;
        }));
        held.await();
        int before = warmUp.inferences();
        warmUp.close();
        closed.countDown();
        warmUp.await();
        assertThat(warmUp.inferences()).isEqualTo(before).isLessThan(STEADY_RUNS);
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        boolean interrupted = false;
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException stop) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
