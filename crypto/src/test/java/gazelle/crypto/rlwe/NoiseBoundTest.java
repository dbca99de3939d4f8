package gazelle.crypto.rlwe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class NoiseBoundTest {
    private static final RlweParameters SET = RlweParameters.N_4096_LOGQ_48;

    @Test
    void tailFactorSolvesItsInequality() {
        // erfc(z / sqrt 2) by Simpson's rule on the density, relative to the value at z to stay in range.
        for (long n : new long[] {1, 1000, 1L << 20, 1L << 30}) {
            double z = NoiseBound.tailFactor(n);
            double probability = n * tail(z);
            assertThat(probability).isLessThanOrEqualTo(0x1p-41).isGreaterThan(0.95 * 0x1p-41);
        }
        assertThat(NoiseBound.tailFactor(1L << 20)).isCloseTo(8.93, within(0.03));
    }

    @Test
    void followsTheFormulaOfTheProtocol() {
        // l = 20, D = 8, W = 2^20: z sqrt((10.5 + 65538/12 + 1/6) 2^20 + 10.5 (1 + 16384/3)) 2^22/q + z
        // sqrt(4096/18)/256 + 1.
        double z = NoiseBound.tailFactor(1L << 20);
        double sigma = Math.sqrt((10.5 + 65538 / 12.0 + 1 / 6.0) * (1 << 20) + 10.5 * (1 + 16384 / 3.0));
        double expected = 0x1p22 / SET.modulus().value() * z * sigma + z * Math.sqrt(4096 / 18.0) / 256 + 1;
        assertThat(new NoiseBound(SET, 20, 1L << 20).epsilon(1 << 20, 8)).isCloseTo(expected, within(1e-9));
    }

    @Test
    void dropsAsManyBitsAsTheBoundAllows() {
        NoiseBound bound = new NoiseBound(SET, 24, 1L << 20);
        double norm = 1L << 26;
        int dropped = bound.mostDroppedBits(norm).orElseThrow();
        assertThat(dropped).isBetween(1, 13);
        assertThat(bound.epsilon(norm, dropped)).isLessThanOrEqualTo(bound.limit());
        assertThat(bound.epsilon(norm, dropped + 1)).isGreaterThan(bound.limit());
    }

    @Test
    void saysWhenNoChoiceIsSafe() {
        assertThat(new NoiseBound(SET, 26, 1L << 20).mostDroppedBits(0x1p45)).isEmpty();
    }

    @Test
    void rejectsArgumentsOutOfRange() {
        assertThatThrownBy(() -> new NoiseBound(SET, 27, 1)).hasMessage("ringBits: 27 (expected: 1 <= ringBits <= 26)");
        assertThatThrownBy(() -> new NoiseBound(SET, 20, 0)).hasMessage("coefficientsPerInference: 0 (expected: >= 1)");
    }

    /** P(|X| &gt; z) for a normal X. */
    private static double tail(double z) {
        int steps = 20_000;
        double width = 6.0 / steps;
        double sum = 0;
        for (int i = 0; i <= steps; i++) {
            double x = z + i * width;
            int weight = i == 0 || i == steps ? 1 : i % 2 == 1 ? 4 : 2;
            sum += weight * Math.exp((z * z - x * x) / 2);
        }
        return 2 * Math.exp(-z * z / 2) * sum * width / 3 / Math.sqrt(2 * Math.PI);
    }
}
