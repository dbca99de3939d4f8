package gazelle.app.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BinomialIntervalTest {
    /** Newcombe, Statistics in Medicine 17 (1998), table I, method 5; the extremes by their closed form. */
    @ParameterizedTest
    @CsvSource({
        "81, 263, 0.2527, 0.3676",
        "15, 148, 0.0578, 0.1617",
        "0, 20, 0.0000, 0.1684",
        "1, 29, 0.0009, 0.1776",
        "20, 20, 0.8316, 1.0000",
        "5, 10, 0.1871, 0.8129"
    })
    void isThatOfTheLiterature(int successes, int trials, double low, double high) {
        BinomialInterval interval = BinomialInterval.of(successes, trials);
        assertThat(interval.low()).isCloseTo(low, Offset.offset(5e-5));
        assertThat(interval.high()).isCloseTo(high, Offset.offset(5e-5));
    }

    /** The probability of {@code least} successes or more, exactly. */
    private static double exactTail(int least, int trials, double share) {
        BigDecimal right = new BigDecimal(share);
        BigDecimal wrong = BigDecimal.ONE.subtract(right);
        BigDecimal sum = BigDecimal.ZERO;
        BigInteger choices = BigInteger.ONE;
        for (int i = 0; i <= trials; i++) {
            if (i >= least) {
                sum = sum.add(new BigDecimal(choices).multiply(right.pow(i)).multiply(wrong.pow(trials - i)));
            }
            choices = choices.multiply(BigInteger.valueOf(trials - i)).divide(BigInteger.valueOf(i + 1));
        }
        return sum.doubleValue();
    }

    @Test
    void itsEndsLeaveTailsOfTwoAndAHalfPerCent() {
        for (int trials : new int[] {1, 2, 7, 30}) {
            for (int successes = 0; successes <= trials; successes++) {
                BinomialInterval interval = BinomialInterval.of(successes, trials);
                if (successes > 0) {
                    assertThat(exactTail(successes, trials, interval.low())).isCloseTo(0.025, Offset.offset(1e-9));
                }
                if (successes < trials) {
                    assertThat(1 - exactTail(successes + 1, trials, interval.high()))
                            .isCloseTo(0.025, Offset.offset(1e-9));
                }
            }
        }
    }

    @Test
    void holdsItsOwnShareHoweverManyTrials() {
        BinomialInterval interval = BinomialInterval.of(19_000, 20_000);
        assertThat(interval.contains(0.95)).isTrue();
        assertThat(interval.high() - interval.low()).isBetween(0.006, 0.0062);
        assertThat(interval.contains(0.946)).isFalse();
        assertThat(interval.contains(0.954)).isFalse();
    }

    @Test
    void wantsATrial() {
        assertThatThrownBy(() -> BinomialInterval.of(0, 0))
                .hasMessage("successes: 0 of 0 (expected: 0 to trials, of at least 1)");
        assertThatThrownBy(() -> BinomialInterval.of(4, 3))
                .hasMessage("successes: 4 of 3 (expected: 0 to trials, of at least 1)");
    }
}
