package gazelle.crypto.circuit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import gazelle.crypto.circuit.WeightedSum.Term;
import java.util.List;
import org.junit.jupiter.api.Test;

class WeightedSumTest {
    @Test
    void isAMultipleOfItsLowestWeight() {
        assertThat(WeightedSum.word(List.of(true, false)).lowestExponent(8)).isZero();
        assertThat(new WeightedSum<>(12, List.of(new Term<>(true, -32))).lowestExponent(8))
                .isEqualTo(2);
        assertThat(new WeightedSum<>(0, List.of(new Term<>(true, 128), new Term<>(true, -3 * 32))).lowestExponent(8))
                .isEqualTo(5);
    }

    @Test
    void aWeightIsAnOddNumberTimesAPowerOfTwo() {
        Term<Boolean> term = new Term<>(true, -24);
        assertThat(term.oddPart()).isEqualTo(-3);
        assertThat(term.exponent()).isEqualTo(3);
    }

    @Test
    void rejectsWhatVanishesOrIsTooWide() {
        WeightedSum<Boolean> sum = WeightedSum.word(List.of(true, true, true));
        assertThat(sum.lowestExponent(3)).isZero();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sum.lowestExponent(2))
                .withMessage("exponent: 2 (expected: 0 to 1)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sum.lowestExponent(49))
                .withMessage("outputBits: 49 (expected: 1 to 48)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WeightedSum<>(256, List.<Term<Boolean>>of()).lowestExponent(8))
                .withMessage("lowestExponent: 8 (expected: 0 to 7)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Term<>(true, 0))
                .withMessage("weight: 0 (expected: any other)");
    }
}
