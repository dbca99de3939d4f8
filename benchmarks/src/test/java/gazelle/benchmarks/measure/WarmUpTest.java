package gazelle.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WarmUpTest {
    private static int runsUntilOver(WarmUp warmUp, double[] seconds) {
        for (double run : seconds) {
            if (warmUp.isOver()) {
                break;
            }
            warmUp.ran(run);
        }
        return warmUp.runs();
    }

    @Test
    void takesAsManyRunsAsAsked() {
        assertThat(runsUntilOver(new WarmUp(3), new double[] {9, 1, 1, 1, 1})).isEqualTo(3);
    }

    @Test
    void goesOnWhileRunsGetFaster() {
        double[] falling = new double[30];
        for (int i = 0; i < falling.length; i++) {
            falling[i] = Math.max(1, 10 - 0.5 * i);
        }
        // Run 18 is the first at 1 s; ten seconds more bring nothing.
        assertThat(runsUntilOver(new WarmUp(-1), falling)).isBetween(27, 29);
    }

    @Test
    void endsAfterTenSecondsOfASteadyProgram() {
        assertThat(runsUntilOver(new WarmUp(-1), new double[] {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}))
                .isEqualTo(15);
    }

    @Test
    void endsWhenItTakesTooLongAfterTheFirst() {
        assertThat(runsUntilOver(new WarmUp(-1), new double[] {60, 100, 20, 10, 5}))
                .isEqualTo(3);
    }
}
