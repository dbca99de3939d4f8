package gazelle.crypto.rlwe;

import static org.assertj.core.api.Assertions.assertThat;

import gazelle.crypto.random.RandomStream;
import gazelle.crypto.random.Seed;
import gazelle.crypto.ring.CoefficientPoly;
import gazelle.crypto.ring.NegacyclicRing;
import gazelle.crypto.ring.PrimeModulus;
import org.junit.jupiter.api.Test;

class SecretKeyTest {
    /** Degree 16 mod 97, where about every seventh ternary polynomial has no inverse. */
    private static final RlweParameters TEST_ONLY_INSECURE =
            new RlweParameters(16, new PrimeModulus(97), 21, 1, 1, 2, 0);

    @Test
    void ternaryPolynomialsAreTheFirstOfTheirStreamThatHaveAnInverse() {
        int redrawn = 0;
        for (int stream = 0; stream < 1_000; stream++) {
            long[] expected = new long[16];
            try (RandomStream random = RandomStream.expand(new byte[Seed.BYTES], stream)) {
                random.ternaryInto(expected);
                while (!hasInverse(expected)) {
                    random.ternaryInto(expected);
                    redrawn++;
                }
            }
            try (RandomStream random = RandomStream.expand(new byte[Seed.BYTES], stream)) {
                long[] drawn = TEST_ONLY_INSECURE
                        .ring()
                        .inverse(SecretKey.ternary(TEST_ONLY_INSECURE, random))
                        .toArray();
                for (int i = 0; i < drawn.length; i++) {
                    drawn[i] = TEST_ONLY_INSECURE.modulus().balanced(drawn[i]);
                }
                assertThat(drawn).containsExactly(expected);
            }
        }
        assertThat(redrawn).isBetween(50, 400);
    }

    @Test
    void tellsWhetherAPolynomialHasAnInverse() {
        NegacyclicRing ring = new RlweParameters(4, new PrimeModulus(17), 21, 1, 1, 2, 0).ring();
        assertThat(ring.forward(CoefficientPoly.ofSigned(ring.modulus(), new long[] {1, 0, 0, 0}))
                        .isInvertible())
                .isTrue();
        assertThat(ring.forward(CoefficientPoly.ofSigned(ring.modulus(), new long[4]))
                        .isInvertible())
                .isFalse();
        // X - 2 divides X^4 + 1 mod 17.
        assertThat(ring.forward(CoefficientPoly.ofSigned(ring.modulus(), new long[] {-2, 1, 0, 0}))
                        .isInvertible())
                .isFalse();
    }

    /** No root of X^16 + 1 mod 97, a value whose 16th power is -1, may be a root of the polynomial. */
    private static boolean hasInverse(long[] coefficients) {
        PrimeModulus modulus = TEST_ONLY_INSECURE.modulus();
        for (long root = 1; root < 97; root++) {
            if (modulus.powerVariableTime(root, 16) == 96) {
                long value = 0;
                for (int i = coefficients.length - 1; i >= 0; i--) {
                    value = Math.floorMod(value * root + coefficients[i], 97L);
                }
                if (value == 0) {
                    return false;
                }
            }
        }
        return true;
    }
}
