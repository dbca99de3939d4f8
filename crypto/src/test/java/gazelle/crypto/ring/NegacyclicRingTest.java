package gazelle.crypto.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NegacyclicRingTest {
    private static final PrimeModulus Q48 = new PrimeModulus(281_474_976_694_273L);
    private static final NegacyclicRing RING = NegacyclicRing.of(4096, Q48);

    @Test
    void multipliesTheSmallestPolynomialsByHand() {
        // (1 + 2X) (3X^3) = 3X^3 + 6X^4 = -6 + 3X^3 mod X^4 + 1, mod 17.
        NegacyclicRing ring = NegacyclicRing.of(4, new PrimeModulus(17));
        long[] product = product(ring, new long[] {1, 2, 0, 0}, new long[] {0, 0, 0, 3});
        assertThat(product).containsExactly(11, 0, 0, 3);
    }

    @Property(tries = 60)
    void agreesWithSchoolbookMultiplication(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int degree = new int[] {4, 16, 64, 256}[random.nextInt(4)];
        NegacyclicRing ring = NegacyclicRing.of(degree, Q48);
        long[] x = residues(random, degree);
        long[] y = residues(random, degree);
        assertThat(product(ring, x, y)).containsExactly(schoolbook(x, y));
    }

    @Test
    void agreesWithSchoolbookMultiplicationAtFullDegree() {
        SplittableRandom random = new SplittableRandom(1);
        long[] x = residues(random, 4096);
        long[] y = new long[4096];
        for (int i = 0; i < 4096; i += 97) {
            y[i] = random.nextLong(Q48.value());
        }
        assertThat(product(RING, x, y)).containsExactly(schoolbook(x, y));
    }

    @Property(tries = 30)
    void inverseUndoesForward(@ForAll long seed) {
        long[] x = residues(new SplittableRandom(seed), 4096);
        CoefficientPoly back = RING.inverse(RING.forward(CoefficientPoly.ofResidues(Q48, x)));
        assertThat(back.toArray()).containsExactly(x);
    }

    @Test
    void staysExactForExtremeCoefficients() {
        // Largest magnitudes, and the constant polynomials whose transforms add up instead of cancelling.
        for (long extreme : new long[] {Q48.value() / 2, Q48.value() / 2 + 1, Q48.value() - 1, 1}) {
            long[] x = new long[4096];
            Arrays.fill(x, extreme);
            long[] y = new long[4096];
            y[0] = extreme;
            y[4095] = Q48.value() / 2;
            assertThat(product(RING, x, y)).containsExactly(schoolbook(x, y));
        }
    }

    @Property(tries = 20)
    void transformIsEvaluationSoItIsLinear(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        long[] x = residues(random, 4096);
        long[] monomial = new long[4096];
        int power = random.nextInt(4096);
        monomial[power] = 1;
        long[] shifted = new long[4096];
        for (int i = 0; i < 4096; i++) {
            int to = i + power;
            shifted[to % 4096] = to < 4096 ? x[i] : Q48.canonical(-x[i]);
        }
        assertThat(product(RING, x, monomial)).containsExactly(shifted);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 9, 16, 17, 100})
    void accumulatesManyProductsExactly(int terms) {
        SplittableRandom random = new SplittableRandom(terms);
        NegacyclicRing ring = NegacyclicRing.of(64, Q48);
        NttAccumulator sum = ring.newAccumulator();
        BigInteger[] expected = new BigInteger[64];
        Arrays.fill(expected, BigInteger.ZERO);
        for (int term = 0; term < terms; term++) {
            long[] x = residues(random, 64);
            long[] y = residues(random, 64);
            sum.addProduct(
                    ring.forward(CoefficientPoly.ofResidues(Q48, x)), ring.forward(CoefficientPoly.ofResidues(Q48, y)));
            long[] product = schoolbook(x, y);
            for (int i = 0; i < 64; i++) {
                expected[i] = expected[i].add(BigInteger.valueOf(product[i]));
            }
        }
        long[] actual = ring.inverse(sum).toArray();
        for (int i = 0; i < 64; i++) {
            assertThat(actual[i])
                    .isEqualTo(expected[i].mod(BigInteger.valueOf(Q48.value())).longValueExact());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8, 21})
    void innerProductsOfTwoListsEqualSingleProducts(int terms) {
        SplittableRandom random = new SplittableRandom(terms);
        NegacyclicRing ring = NegacyclicRing.of(1024, Q48);
        NttPoly[][] polys = new NttPoly[3][terms];
        for (NttPoly[] list : polys) {
            Arrays.setAll(list, i -> ring.forward(CoefficientPoly.ofResidues(Q48, residues(random, 1024))));
        }
        NttAccumulator x = ring.newAccumulator();
        NttAccumulator y = ring.newAccumulator();
        NttAccumulator expectedX = ring.product(polys[0][0], polys[0][0]);
        NttAccumulator expectedY = ring.newAccumulator();
        x.addProduct(polys[0][0], polys[0][0]);
        x.addProducts(polys[0], y, polys[1], polys[2]);
        for (int i = 0; i < terms; i++) {
            expectedX.addProduct(polys[0][i], polys[2][i]);
            expectedY.addProduct(polys[1][i], polys[2][i]);
        }
        assertThat(ring.inverse(x).toArray())
                .containsExactly(ring.inverse(expectedX).toArray());
        assertThat(ring.inverse(y).toArray())
                .containsExactly(ring.inverse(expectedY).toArray());
        assertThat(ring.inverse(x).toArray()).containsOnly(0);
    }

    @Test
    void signedCoefficientsBecomeResidues() {
        CoefficientPoly poly = CoefficientPoly.ofSigned(Q48, new long[] {-1, 0, 1, -(Q48.value() - 1)});
        assertThat(poly.toArray()).containsExactly(Q48.value() - 1, 0, 1, 1);
    }

    @Test
    void rejectsCoefficientsOutOfRange() {
        assertThatThrownBy(() -> CoefficientPoly.ofResidues(Q48, new long[] {0, Q48.value()}))
                .hasMessage("residues: out of range (expected: 0 <= residue < modulus)");
        assertThatThrownBy(() -> CoefficientPoly.ofResidues(Q48, new long[] {-1, 0}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CoefficientPoly.ofSigned(Q48, new long[] {-Q48.value()}))
                .hasMessage("values: out of range (expected: -modulus < value < modulus)");
    }

    @Test
    void rejectsDegreeThatIsNoPowerOfFour() {
        assertThatThrownBy(() -> NegacyclicRing.of(1000, Q48))
                .hasMessage("polyDegree: 1000 (expected: power of four in [4, 4096])");
        assertThatThrownBy(() -> NegacyclicRing.of(2048, Q48)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> NegacyclicRing.of(16384, Q48)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void rejectsModulusWithoutTheRootOfUnity() {
        assertThatThrownBy(() -> NegacyclicRing.of(16, new PrimeModulus(17)))
                .hasMessage("modulus: 17 (expected: 1 mod 32)");
    }

    @Test
    void rejectsPolynomialOfAnotherRing() {
        CoefficientPoly small = CoefficientPoly.ofResidues(Q48, new long[16]);
        assertThatThrownBy(() -> RING.forward(small)).hasMessageContaining("of another ring");
    }

    private static long[] product(NegacyclicRing ring, long[] x, long[] y) {
        PrimeModulus q = ring.modulus();
        NttAccumulator product = ring.product(
                ring.forward(CoefficientPoly.ofResidues(q, x)), ring.forward(CoefficientPoly.ofResidues(q, y)));
        return ring.inverse(product).toArray();
    }

    private static long[] residues(SplittableRandom random, int count) {
        return random.longs(count, 0, Q48.value()).toArray();
    }

    private static long[] schoolbook(long[] x, long[] y) {
        BigInteger q = BigInteger.valueOf(Q48.value());
        int n = x.length;
        BigInteger[] sum = new BigInteger[n];
        Arrays.fill(sum, BigInteger.ZERO);
        for (int j = 0; j < n; j++) {
            if (y[j] == 0) {
                continue;
            }
            BigInteger factor = BigInteger.valueOf(y[j]);
            for (int i = 0; i < n; i++) {
                BigInteger term = BigInteger.valueOf(x[i]).multiply(factor);
                int at = (i + j) % n;
                sum[at] = i + j < n ? sum[at].add(term) : sum[at].subtract(term);
            }
        }
        return Arrays.stream(sum).mapToLong(v -> v.mod(q).longValueExact()).toArray();
    }
}
