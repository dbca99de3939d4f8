package gazelle.crypto.ring;

import static org.assertj.core.api.Assertions.assertThat;

import gazelle.crypto.vector.VectorUnit;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every kernel that this Java can run, against its definition and against the other, with extreme and random values. */
@Tag("kernels")
class NttKernelTest {
    private static final PrimeModulus MODULUS = new PrimeModulus(281_474_976_694_273L);
    private static final long Q = MODULUS.value();
    private static final BigInteger BIG_Q = BigInteger.valueOf(Q);
    private static final double MODULUS_AS_DOUBLE = 281_474_976_694_273.0;
    /** (q - 1) / 2, the largest balanced residue; kernels may leave one more. */
    private static final double HALF = 140_737_488_347_136.0;

    /** The kernel that this execution must use: "vector" unless the property says otherwise. */
    private static final String EXPECTED = System.getProperty("gazelle.kernels", "vector");

    @ParameterizedTest
    @ValueSource(ints = {64, 256, 1024, 4096})
    void transformsEvaluateAtTheRootsOfUnity(int degree) {
        // X is the polynomial whose transform is the list of points; all others are its powers.
        NttTables tables = new NttTables(degree, MODULUS);
        for (NttKernel kernel : kernels(tables)) {
            double[] x = new double[degree];
            x[1] = 1;
            kernel.forwardInPlace(x);
            assertThat(Arrays.stream(canonical(x)).distinct().count()).isEqualTo(degree);
            double[] power = new double[degree];
            power[degree - 1] = HALF;
            kernel.forwardInPlace(power);
            for (int i = 0; i < degree; i++) {
                long point = Math.floorMod((long) x[i], Q);
                assertThat(MODULUS.powerVariableTime(point, degree)).isEqualTo(Q - 1);
                long expected = MODULUS.multiply(MODULUS.powerVariableTime(point, degree - 1), Q / 2);
                assertThat(Math.floorMod((long) power[i], Q)).isEqualTo(expected);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 256, 1024, 4096})
    void kernelsAgreeAndUndoEachOther(int degree) {
        NttTables tables = new NttTables(degree, MODULUS);
        NttKernel scalar = new ScalarNttKernel(tables);
        for (double[] coefficients : inputs(degree)) {
            double[] expected = coefficients.clone();
            scalar.forwardInPlace(expected);
            for (NttKernel kernel : kernels(tables)) {
                double[] values = coefficients.clone();
                kernel.forwardInPlace(values);
                assertThat(largest(values)).isLessThanOrEqualTo(HALF + 1);
                assertThat(canonical(values)).containsExactly(canonical(expected));
                double[] back = expected.clone();
                kernel.inverseInPlace(back);
                assertThat(largest(back)).isLessThan(MODULUS_AS_DOUBLE);
                assertThat(canonical(back)).containsExactly(canonical(coefficients));
            }
        }
    }

    @Test
    void inverseOfExtremeTransformedValuesAgrees() {
        NttTables tables = new NttTables(4096, MODULUS);
        NttKernel scalar = new ScalarNttKernel(tables);
        for (double[] transformed : inputs(4096)) {
            double[] expected = transformed.clone();
            scalar.inverseInPlace(expected);
            for (NttKernel kernel : kernels(tables)) {
                double[] values = transformed.clone();
                kernel.inverseInPlace(values);
                assertThat(largest(values)).isLessThan(MODULUS_AS_DOUBLE);
                assertThat(canonical(values)).containsExactly(canonical(expected));
            }
        }
    }

    @Test
    void productsAddUpExactly() {
        NttTables tables = new NttTables(64, MODULUS);
        List<double[]> inputs = inputs(64);
        double[] signs = inputs.get(4);
        for (NttKernel kernel : kernels(tables)) {
            for (double[] x : inputs) {
                for (double[] y : inputs) {
                    double[] sum = y.clone();
                    kernel.multiplyAccumulate(sum, x, y);
                    for (int i = 0; i < sum.length; i++) {
                        BigInteger expected = big(x[i]).multiply(big(y[i])).add(big(y[i]));
                        assertThat(big(sum[i]).subtract(expected).mod(BIG_Q)).isZero();
                        assertThat(Math.abs(sum[i] - y[i])).isLessThanOrEqualTo(0.52 * MODULUS_AS_DOUBLE);
                    }
                    double[] one = y.clone();
                    double[] other = x.clone();
                    double[] otherAlone = x.clone();
                    kernel.multiplyAccumulate(one, x, other, signs, y, 0, 24);
                    kernel.multiplyAccumulate(one, x, other, signs, y, 24, 64);
                    kernel.multiplyAccumulate(otherAlone, signs, y);
                    assertThat(one).containsExactly(sum);
                    assertThat(other).containsExactly(otherAlone);
                }
            }
        }
    }

    @Test
    void reducesWholeRange() {
        SplittableRandom random = new SplittableRandom(3);
        double[] values = DoubleStream.concat(
                        DoubleStream.of(
                                0x1p51 - 1, 1 - 0x1p51, MODULUS_AS_DOUBLE, HALF, -HALF, HALF + 1, -HALF - 1, 0, 1, -1),
                        random.longs(54, -(1L << 51), 1L << 51).asDoubleStream())
                .toArray();
        for (NttKernel kernel : kernels(new NttTables(64, MODULUS))) {
            double[] reduced = values.clone();
            kernel.reduceInPlace(reduced);
            assertThat(largest(reduced)).isLessThanOrEqualTo(HALF + 1);
            assertThat(canonical(reduced)).containsExactly(canonical(values));
        }
    }

    @Test
    void convertsResiduesBothWays() {
        long[] residues = new SplittableRandom(4).longs(64, 0, Q).toArray();
        System.arraycopy(new long[] {0, 1, Q / 2, Q / 2 + 1, Q - 1}, 0, residues, 0, 5);
        for (NttKernel kernel : kernels(new NttTables(64, MODULUS))) {
            double[] values = new double[64];
            kernel.reducedInto(residues, values);
            assertThat(largest(values)).isLessThanOrEqualTo(HALF + 1);
            assertThat(canonical(values)).containsExactly(residues);
            values[5] = 1 - MODULUS_AS_DOUBLE;
            values[6] = MODULUS_AS_DOUBLE - 1;
            values[7] = -0.0;
            long[] back = new long[64];
            kernel.residuesInto(values, back);
            assertThat(back).containsExactly(canonical(values));
        }
    }

    @Test
    void transposingTwiceChangesNothing() {
        double[] values = new double[128];
        Arrays.setAll(values, i -> i);
        double[] transposed = values.clone();
        NttKernel.transposeSquaresInPlace(transposed);
        assertThat(transposed[1]).isEqualTo(8);
        assertThat(transposed[64 + 8 * 3 + 5]).isEqualTo(64 + 8 * 5 + 3);
        NttKernel.transposeSquaresInPlace(transposed);
        assertThat(transposed).containsExactly(values);
    }

    @Test
    void ringUsesTheKernelOfThisExecution() throws InterruptedException {
        NttKernel kernel = NegacyclicRing.of(4096, MODULUS).kernel();
        switch (EXPECTED) {
            case "scalar" -> assertThat(kernel).isInstanceOf(ScalarNttKernel.class);
            case "vector" -> {
                assertThat(NegacyclicRing.awaitFullSpeed(Duration.ofMinutes(2))).isTrue();
                assertThat(((SwitchingNttKernel) kernel).current()).isInstanceOf(VectorNttKernel.class);
            }
            default -> assertThat(kernel).isInstanceOf(SwitchingNttKernel.class);
        }
    }

    private static List<NttKernel> kernels(NttTables tables) {
        List<NttKernel> kernels = new ArrayList<>(List.of(new ScalarNttKernel(tables)));
        if (VectorUnit.isPresent()) {
            kernels.add(new VectorNttKernel(tables));
        }
        return kernels;
    }

    /** Reduced values: the largest of either sign, of alternating signs, the smallest, and random ones. */
    private static List<double[]> inputs(int degree) {
        List<double[]> inputs = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(degree);
        for (double extreme : new double[] {HALF + 1, -HALF - 1, -1, 0}) {
            double[] values = new double[degree];
            Arrays.fill(values, extreme);
            inputs.add(values);
        }
        double[] signs = new double[degree];
        Arrays.setAll(signs, i -> random.nextBoolean() ? HALF : -HALF);
        inputs.add(signs);
        for (int i = 0; i < 8; i++) {
            inputs.add(
                    random.longs(degree, -(Q / 2), Q / 2 + 1).asDoubleStream().toArray());
        }
        return inputs;
    }

    private static long[] canonical(double[] values) {
        return Arrays.stream(values).mapToLong(v -> Math.floorMod((long) v, Q)).toArray();
    }

    private static double largest(double[] values) {
        return Arrays.stream(values).map(Math::abs).max().orElseThrow();
    }

    private static BigInteger big(double integer) {
        return BigInteger.valueOf((long) integer);
    }
}
