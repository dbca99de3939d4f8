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
        assertThat(new NoiseBound(new ResponseFormat(SET, 20, 2), 1L << 20).epsilon(1 << 20, 8))
                .isCloseTo(expected, within(1e-9));
    }

    @Test
    void dropsAsManyBitsAsTheBoundAllows() {
        NoiseBound bound = new NoiseBound(new ResponseFormat(SET, 24, 2), 1L << 20);
        double norm = 1L << 26;
        int dropped = bound.mostDroppedBits(norm).orElseThrow();
        assertThat(dropped).isBetween(1, 13);
        assertThat(bound.epsilon(norm, dropped)).isLessThanOrEqualTo(bound.limit());
        assertThat(bound.epsilon(norm, dropped + 1)).isGreaterThan(bound.limit());
    }

    @Test
    void saysWhenNoChoiceIsSafe() {
        assertThat(new NoiseBound(new ResponseFormat(SET, 26, 2), 1L << 20).mostDroppedBits(0x1p45))
                .isEmpty();
    }

    @Test
    void eachGuardBitNeedsOneBitMoreInTheFirstHalf() {
        for (int guardBits = 2; guardBits <= 4; guardBits++) {
            assertThat(new ResponseFormat(SET, 20, guardBits).firstHalfBits()).isEqualTo(28 + guardBits);
            NoiseBound bound = new NoiseBound(new ResponseFormat(SET, 20, guardBits), 1L << 20);
            assertThat(bound.limit()).isEqualTo(2);
            assertThat(bound.mostDroppedBits(1 << 20)).isPresent();
        }
        // With a bit less in the first half no layer would pass, not even one without weights.
        RlweParameters coarser = new RlweParameters(4096, SET.modulus(), 21, 26, 2, 9, 128);
        NoiseBound bound = new NoiseBound(new ResponseFormat(coarser, 20, 3), 1L << 20);
        assertThat(bound.epsilon(0, 0)).isGreaterThan(2);
        assertThat(bound.mostDroppedBits(0)).isEmpty();
    }

    @Test
    void droppedBitsAreThoseOfALinearSearch() {
        for (int ringBits = 1; ringBits <= 26; ringBits += 5) {
            for (int guardBits = 2; guardBits <= 4; guardBits++) {
                NoiseBound bound = new NoiseBound(new ResponseFormat(SET, ringBits, guardBits), 1L << 20);
                for (double norm = 1; norm < 0x1p46; norm *= 3) {
                    int most = SeededCiphertext.maxDroppedBits(SET);
                    while (most >= 0 && bound.epsilon(norm, most) > bound.limit()) {
                        most--;
                    }
                    assertThat(bound.mostDroppedBits(norm).orElse(-1)).isEqualTo(most);
                }
            }
        }
    }

    @Test
    void rejectsArgumentsOutOfRange() {
        assertThatThrownBy(() -> new ResponseFormat(SET, 20, 1)).hasMessage("guardBits: 1 (expected: 2 to 4)");
        assertThatThrownBy(() -> new ResponseFormat(SET, 20, 5)).hasMessage("guardBits: 5 (expected: 2 to 4)");
        assertThatThrownBy(() -> new ResponseFormat(SET, 27, 2))
                .hasMessage("ringBits: 27 (expected: 1 <= ringBits <= 26)");
        assertThatThrownBy(() -> new NoiseBound(new ResponseFormat(SET, 20, 2), 0))
                .hasMessage("coefficientsPerInference: 0 (expected: >= 1)");
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
