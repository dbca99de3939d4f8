package gazelle.protocol.host;

import static org.assertj.core.api.Assertions.assertThat;

import gazelle.protocol.TwoParties;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class WarmUpTest {
    @Test
    void classifiesUntilNothingGetsFaster() throws InterruptedException {
        try (WarmUp warmUp = WarmUp.start(TwoParties.SETTINGS)) {
            warmUp.await();
            assertThat(warmUp.inferences()).isGreaterThan(15);
        }
    }

    @Test
    void makesRoomForRealWorkAtOnce() throws InterruptedException {
        WarmUp warmUp = WarmUp.start(TwoParties.SETTINGS);
        Thread.sleep(50);
        long begin = System.nanoTime();
        warmUp.close();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMillis(200));
        warmUp.await();
        assertThat(warmUp.inferences()).isLessThan(200);
    }
}
