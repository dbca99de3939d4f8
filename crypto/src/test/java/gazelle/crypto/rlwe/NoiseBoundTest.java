package gazelle.crypto.rlwe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class NoiseBoundTest {
    private static final RlweParameters SET = RlweParameters.N_4096_LOGQ_48;

    private static final double VARIANCE = 10.5;

    @Test
    void tailFactorsSolveTheirInequalities() {
        for (long n : new long[] {1, 1000, 1L << 20, 1L << 30}) {
            double z = NoiseBound.tailFactor(n);
            assertThat(2.0 * n * Math.exp(-z * z / 2)).isCloseTo(0x1p-41, within(1e-9 * 0x1p-41));
            double normal = NoiseBound.normalTailFactor(n);
            assertThat(n * tail(normal)).isLessThanOrEqualTo(0x1p-41).isGreaterThan(0.95 * 0x1p-41);
        }
        assertThat(NoiseBound.tailFactor(1L << 20)).isCloseTo(9.27, within(0.01));
    }

    @Test
    void followsTheFormulaOfTheProof() {
        // l = 20, D = 8, P = 2^12 weights, W = 2^20.
        double scale = 0x1p22 / SET.modulus().value();
        double variance = (VARIANCE + 65538 / 12.0 + 0.25) * (1 << 20) + VARIANCE * (1 + 6144);
        double z = NoiseBound.tailFactor(1L << 20);
        double expected = z * Math.sqrt(scale * scale * variance + 256 * 0x1p-16) + scale * 0x1p15 + 1;
        assertThat(new NoiseBound(new ResponseFormat(SET, 20, 2), 1L << 20).epsilon(1 << 12, 1 << 20, 8))
                .isCloseTo(expected, within(1e-9));
    }

    /** The proof's three steps about single variables, each by its whole distribution. */
    @Test
    void errorsAndRoundingsHaveTheTailsThatTheProofUses() {
        for (double t = 0.01; t < 4; t *= 1.3) {
            // A centred binomial error is a sum of 42 fair signs of size 1/2.
            assertThat(42 * Math.log(Math.cosh(t / 2))).isLessThanOrEqualTo(VARIANCE * t * t / 2);
            // The first half's rounding is uniform between -1/2 and 1/2.
            assertThat(Math.sinh(t / 2) / (t / 2)).isLessThanOrEqualTo(Math.exp(t * t / 24));
        }
        // All residues of moduli built like q: q - 1 is an even multiple of 2^D, or an odd one as for 14 bits of ours.
        for (int dropped = 1; dropped <= 6; dropped++) {
            for (long multiple : new long[] {256, 255}) {
                long modulus = (multiple << dropped) + 1;
                double bias = multiple % 2 == 0 ? 0 : 1.0 / (multiple - 1);
                for (double t = -3.0 / (1 << dropped); t < 3.1 / (1 << dropped); t += 0.5 / (1 << dropped)) {
                    double mean = 0;
                    for (long residue = 0; residue < modulus; residue++) {
                        long error = (Scaling.dropLowBits(residue, dropped) << dropped) - residue;
                        mean += Math.exp(t * error) / modulus;
                    }
                    double proxy = ((1L << (2 * dropped)) + 2) / 12.0;
                    assertThat(mean)
                            .as("D = %d, q = %d, t = %s", dropped, modulus, t)
                            .isLessThanOrEqualTo(Math.exp(proxy * t * t / 2 + bias * Math.abs(t)) * (1 + 1e-12));
                }
            }
        }
        assertThat((SET.modulus().value() - 1) >> 14).isOdd();
    }

    @Test
    void twoEncodingsRoundToOneOfTwoNeighbours() {
        // All ways to share x mod 2^l: the roundings' sum is f or f - 1 and zero on average, but for 2^-l.
        for (int ringBits = 1; ringBits <= 16; ringBits += 5) {
            long size = 1L << ringBits;
            long q = SET.modulus().value();
            for (long x : new long[] {0, 1, size / 2, size - 1}) {
                double low = 2;
                double high = -2;
                double sum = 0;
                for (long share = 0; share < size; share++) {
                    double rounding = rounding(share, ringBits, q) + rounding((x - share) & (size - 1), ringBits, q);
                    low = Math.min(low, rounding);
                    high = Math.max(high, rounding);
                    sum += rounding;
                }
                assertThat(high - low).isIn(0.0, 1.0);
                assertThat(Math.abs(sum / size)).isLessThanOrEqualTo(1.0 / size);
            }
        }
    }

    /** Exact: a multiple of 2^-l. */
    private static double rounding(long message, int ringBits, long q) {
        return (double) ((Scaling.encode(message, ringBits, q) << ringBits) - message * q) / (1L << ringBits);
    }

    @Test
    void ternaryPolynomialsAreHardlyEverHeavierThanTheProofAllows() {
        // P(more than 3072 of 4096 coefficients are not zero), each with probability 2/3, added up from the largest
        // term.
        double lnTerm = 0;
        double tail = 0;
        for (int k = 1; k <= 4096; k++) {
            lnTerm += Math.log((4096 - k + 1.0) / k) + Math.log(2);
            if (k > 3072) {
                tail += Math.exp(lnTerm - 4096 * Math.log(3));
            }
        }
        assertThat(tail).isLessThan(0x1p-82).isGreaterThan(0x1p-110);
    }

    /** The bound that SECURITY.md promises for every plan, and the margin beyond it. */
    @Test
    void acceptedPlansAreExactButWithProbabilityBelowTheStatedOne() {
        long n = 1L << 20;
        double z = NoiseBound.tailFactor(n);
        int accepted = 0;
        for (int ringBits = 4; ringBits <= 26; ringBits++) {
            NoiseBound bound = new NoiseBound(new ResponseFormat(SET, ringBits, 2), n);
            for (long weights = 1; weights <= 1 << 16; weights *= 4) {
                for (int weightBits = 2; weightBits <= 10; weightBits++) {
                    double norm = (double) weights * (1L << (2 * (weightBits - 1)));
                    OptionalInt dropped = bound.mostDroppedBits(weights, norm);
                    if (dropped.isPresent()) {
                        double fixed =
                                1 + (0x1p2 * (1L << ringBits) / SET.modulus().value()) * Math.sqrt(weights * norm) / 2;
                        double deviation = (bound.epsilon(weights, norm, dropped.getAsInt()) - fixed) / z;
                        double reach = (bound.limit() - fixed) / deviation;
                        double failure = 2.0 * n * Math.exp(-reach * reach / 2) + 2.0 * n * 0x1p-82;
                        assertThat(failure).isLessThan(0x1p-40);
                        accepted++;
                    }
                }
            }
        }
        assertThat(accepted).isGreaterThan(1000);
    }

    @Test
    void dropsAsManyBitsAsTheBoundAndItsMarginAllow() {
        NoiseBound bound = new NoiseBound(new ResponseFormat(SET, 24, 2), 1L << 20);
        double norm = 1L << 26;
        int dropped = bound.mostDroppedBits(1 << 14, norm).orElseThrow();
        assertThat(dropped).isBetween(1, 13);
        assertThat(bound.epsilon(1 << 14, norm, dropped)).isLessThanOrEqualTo(bound.limit());
        assertThat(bound.epsilon(1 << 14, norm, dropped + 1)).isGreaterThan(bound.limit());
        // z (sigma + roundings) with normal tails, the margin: here it is what refuses a bit more.
        NoiseBound narrower = new NoiseBound(new ResponseFormat(SET, 20, 2), 1L << 20);
        double z = NoiseBound.normalTailFactor(1L << 20);
        int most = narrower.mostDroppedBits(1, 0x1p36).orElseThrow();
        double sigma = Math.sqrt((VARIANCE + (Math.pow(4, most + 1) + 2) / 12 + 1 / 6.0) * 0x1p36);
        double planned = 0x1p22 / SET.modulus().value() * z * sigma + z * Math.sqrt(4096 / 18.0) / 256 + 1;
        assertThat(narrower.epsilon(1, 0x1p36, most + 1)).isLessThan(2);
        assertThat(planned).isGreaterThan(2);
    }

    @Test
    void saysWhenNoChoiceIsSafe() {
        assertThat(new NoiseBound(new ResponseFormat(SET, 26, 2), 1L << 20).mostDroppedBits(1 << 20, 0x1p45))
                .isEmpty();
    }

    @Test
    void eachGuardBitNeedsOneBitMoreInTheFirstHalf() {
        for (int guardBits = 2; guardBits <= 4; guardBits++) {
            assertThat(new ResponseFormat(SET, 20, guardBits).firstHalfBits()).isEqualTo(28 + guardBits);
            NoiseBound bound = new NoiseBound(new ResponseFormat(SET, 20, guardBits), 1L << 20);
            assertThat(bound.limit()).isEqualTo(2);
            assertThat(bound.mostDroppedBits(1 << 12, 1 << 20)).isPresent();
        }
        // With a bit less in the first half no layer would pass, not even one without weights.
        RlweParameters coarser = new RlweParameters(4096, SET.modulus(), 21, 26, 2, 9, 128);
        NoiseBound bound = new NoiseBound(new ResponseFormat(coarser, 20, 3), 1L << 20);
        assertThat(bound.epsilon(0, 0, 0)).isGreaterThan(2);
        assertThat(bound.mostDroppedBits(0, 0)).isEmpty();
    }

    @Test
    void manyWeightsLeaveLessRoomForDroppedBits() {
        NoiseBound bound = new NoiseBound(new ResponseFormat(SET, 26, 2), 1L << 20);
        // The same norm: one large weight, or very many small ones whose roundings may all point one way.
        assertThat(bound.mostDroppedBits(1, 0x1p28)).isPresent();
        assertThat(bound.mostDroppedBits(1L << 28, 0x1p28)).isEmpty();
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
