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
            falling[i] = Math.max(0.1, 1 - 0.05 * i);
        }
        // Run 18 is the first at 0.1 s; five more bring nothing.
        assertThat(runsUntilOver(new WarmUp(-1), falling)).isBetween(19, 24);
    }

    @Test
    void endsAfterTenRunsOfASteadyProgram() {
        assertThat(runsUntilOver(new WarmUp(-1), new double[] {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}))
                .isEqualTo(10);
    }

    @Test
    void endsWhenItTakesTooLongAfterTheFirst() {
        assertThat(runsUntilOver(new WarmUp(-1), new double[] {60, 25, 20, 10, 5}))
                .isEqualTo(3);
    }
}
