package gazelle.crypto.circuit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ScoresCircuitTest {
    @Property(tries = 300)
    void revealsTheValueWithoutItsFraction(
            @ForAll @IntRange(min = 2, max = 48) int ringBits,
            @ForAll @IntRange(min = 0, max = 8) int guardBits,
            @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        ScoresCircuit circuit = new ScoresCircuit(ringBits, guardBits);
        for (int i = 0; i < 10; i++) {
            long y = SharedWords.value(ringBits, 0, ringBits / 2, random);
            long revealed = SharedWords.run(circuit, guardBits, new long[] {y}, random);
            assertThat(revealed).isBetween(0L, (1L << ringBits) - 1);
            assertThat(revealed << (Long.SIZE - ringBits) >> (Long.SIZE - ringBits))
                    .isEqualTo(y);
        }
    }

    @Test
    void revealsNoGuardBits() {
        assertThat(CountingMachine.count(new ScoresCircuit(20, 2)).rowsByBits()).containsEntry(1, 20);
    }

    @Test
    void rejectsParametersOutOfRange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ScoresCircuit(1, 2))
                .withMessage("ringBits: 1 (expected: 2 to 48)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ScoresCircuit(20, -1))
                .withMessage("guardBits: -1 (expected: 0 to 8)");
    }
}
