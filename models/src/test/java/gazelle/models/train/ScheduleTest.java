package gazelle.models.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final Schedule SCHEDULE = new Schedule(10, 32, 0.1, 0, 0, 0.5, 0);

    @Test
    void warmsUpToThePeakAndDecaysToAlmostNothing() {
        assertThat(SCHEDULE.rate(0)).isEqualTo(0.01, within(1e-12));
        assertThat(SCHEDULE.rate(0.1)).isEqualTo(0.055, within(1e-12));
        assertThat(SCHEDULE.rate(0.2)).isEqualTo(0.1, within(1e-12));
        assertThat(SCHEDULE.rate(0.6)).isEqualTo(0.1 * (0.002 + 0.998 / 2), within(1e-12));
        assertThat(SCHEDULE.rate(1)).isEqualTo(0.0002, within(1e-12));
    }

    @Test
    void neverGoesUpAgainAfterThePeak() {
        double[] rates = IntStream.rangeClosed(20, 100)
                .mapToDouble(i -> SCHEDULE.rate(i / 100.0))
                .toArray();
        assertThat(IntStream.range(1, rates.length).allMatch(i -> rates[i] < rates[i - 1]))
                .isTrue();
    }

    @Test
    void stretchesToAnotherNumberOfEpochs() {
        assertThat(SCHEDULE.withEpochs(25)).isEqualTo(new Schedule(25, 32, 0.1, 0, 0, 0.5, 0));
    }

    @Test
    void refusesWhatCannotBeTrained() {
        assertThatThrownBy(() -> SCHEDULE.withEpochs(0)).hasMessageContaining("epochs: 0");
        assertThatThrownBy(() -> new Schedule(1, 1, 0.1, 0, 0, 0, 0)).hasMessageContaining("batch: 1");
        assertThatThrownBy(() -> new Schedule(1, 32, 0.1, 0, 0, 0, 1)).hasMessageContaining("averaging: 1.0");
        assertThatThrownBy(() -> new Schedule(1, 32, 0.1, 0, 0, 2, 0)).hasMessageContaining("mixing: 2.0");
    }
}
