package gazelle.crypto.linear;

import static org.assertj.core.api.Assertions.assertThat;

import gazelle.crypto.packing.ConvolutionGeometry;
import gazelle.crypto.packing.DirectLayer;
import gazelle.crypto.packing.FullyConnectedGeometry;
import gazelle.crypto.packing.LinearGeometry;
import gazelle.crypto.rlwe.RlweParameters;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bit-exact results where noise and values are largest. */
class WorstCaseTest {
    private static final RlweParameters SET = RlweParameters.N_4096_LOGQ_48;
    private static final SecureRandom RANDOM = new SecureRandom();

    static Stream<Arguments> layers() {
        ConvolutionGeometry plain = new ConvolutionGeometry(16, 16, 16, 8, 3, 3, 1, 1, 1, 1, 1, 1, 1);
        ConvolutionGeometry depthwise = new ConvolutionGeometry(8, 16, 16, 8, 3, 3, 1, 1, 1, 1, 1, 1, 8);
        ConvolutionGeometry grouped = new ConvolutionGeometry(6, 11, 12, 9, 3, 5, 2, 1, 1, 2, 1, 2, 3);
        FullyConnectedGeometry matrix = new FullyConnectedGeometry(2000, 12);
        return Stream.of(
                Arguments.of(plain, 22, 7, 2),
                Arguments.of(plain, 22, 7, 3),
                Arguments.of(depthwise, 20, 8, 2),
                Arguments.of(depthwise, 20, 8, 3),
                Arguments.of(depthwise, 20, 8, 4),
                Arguments.of(grouped, 26, 8, 2),
                Arguments.of(grouped, 26, 8, 3),
                Arguments.of(matrix, 26, 6, 2),
                Arguments.of(matrix, 25, 6, 3));
    }

    @ParameterizedTest
    @MethodSource("layers")
    void extremeWeightsAndSharesAreBitExact(LinearGeometry geometry, int ringBits, int weightBits, int guardBits) {
        LinearPlan plan = LinearPlan.of(geometry, ringBits, weightBits, guardBits, SET);
        assertThat(plan.shareBits()).isEqualTo(ringBits + guardBits);
        assertThat(plan.epsilonBound()).isLessThanOrEqualTo(2);
        int largest = 1 << (weightBits - 1);
        long[] zeros = new long[geometry.inputs()];
        long[] ones = new long[geometry.inputs()];
        Arrays.fill(ones, (1L << ringBits) - 1);
        for (int sign : new int[] {1, -1, 0}) {
            int[] weights = new int[geometry.weights()];
            Arrays.setAll(weights, i -> sign != 0 ? sign * largest : i % 2 == 0 ? largest : -largest);
            PreparedWeights prepared = PreparedWeights.prepare(plan, weights);
            requireExact(prepared, weights, zeros, ones);
            requireExact(prepared, weights, ones, zeros);
            requireExact(prepared, weights, ones, ones);
        }
    }

    private static void requireExact(PreparedWeights prepared, int[] weights, long[] clientShare, long[] serverShare) {
        LinearPlan plan = prepared.plan();
        long[] input = new long[clientShare.length];
        Arrays.setAll(input, i -> clientShare[i] + serverShare[i]);
        long[] expected = DirectLayer.apply(plan.geometry(), input, weights);
        int addends = 1 << (plan.guardBits() - 2);
        long[] share = new long[expected.length];
        long[] mask = new long[expected.length];
        for (int addend = 0; addend < addends; addend++) {
            LinearRun run = LinearRun.fresh(prepared, clientShare, serverShare, RANDOM);
            for (int i = 0; i < expected.length; i++) {
                share[i] += run.clientShare()[i];
                mask[i] += run.mask()[i];
                long error = signed(
                        run.clientShare()[i] + run.mask()[i] - (expected[i] << plan.guardBits()), plan.shareBits());
                assertThat(Math.abs(error)).isLessThan(2);
            }
        }
        // As many outputs as the guard bits are for are added before the circuit drops those bits.
        long[] exact = Arrays.stream(expected)
                .map(y -> signed(addends * y, plan.ringBits()))
                .toArray();
        assertThat(LinearRun.decode(plan, share, mask)).containsExactly(exact);
    }

    @Test
    void resultsAtBothEndsOfTheRingAreBitExact() {
        int inputs = 100;
        int ringBits = 20;
        LinearPlan plan = LinearPlan.of(new FullyConnectedGeometry(inputs, 3), ringBits, 6, SET);
        long top = (1L << (ringBits - 1)) - 1;
        int[] weights = new int[3 * inputs];
        Arrays.fill(weights, 0, inputs, 32);
        Arrays.fill(weights, inputs, 2 * inputs, -32);
        Arrays.setAll(weights, i -> i < 2 * inputs ? weights[i] : i % 2 == 0 ? 32 : -32);
        // The first input, of weight one, takes what 32 leaves.
        weights[0] = 1;
        weights[inputs] = -1;
        PreparedWeights prepared = PreparedWeights.prepare(plan, weights);
        long[] input = new long[inputs];
        long rest = top;
        for (int i = 1; i < inputs; i++) {
            input[i] = Math.min(255, rest / 32);
            rest -= 32 * input[i];
        }
        input[0] = rest;
        requireEnds(prepared, weights, input, top, -top);
        input[0]++;
        requireEnds(prepared, weights, input, -top - 1, -top - 1);
        long[] negative = Arrays.stream(input).map(x -> -x).toArray();
        requireEnds(prepared, weights, negative, -top - 1, -top - 1);
    }

    /** Runs with the input shared at random and checks the first two outputs, which reach the ring's ends. */
    private static void requireEnds(PreparedWeights prepared, int[] weights, long[] input, long first, long second) {
        LinearPlan plan = prepared.plan();
        long modulus = 1L << plan.ringBits();
        long[] clientShare = RANDOM.longs(input.length, 0, modulus).toArray();
        long[] serverShare = new long[input.length];
        Arrays.setAll(serverShare, i -> Math.floorMod(input[i] - clientShare[i], modulus));
        LinearRun run = LinearRun.fresh(prepared, clientShare, serverShare, RANDOM);
        long[] decoded = LinearRun.decode(plan, run.clientShare(), run.mask());
        assertThat(decoded).startsWith(first, second);
        assertThat(decoded)
                .containsExactly(Arrays.stream(DirectLayer.apply(plan.geometry(), input, weights))
                        .map(y -> signed(y, plan.ringBits()))
                        .toArray());
    }

    private static long signed(long value, int bits) {
        return value << (Long.SIZE - bits) >> (Long.SIZE - bits);
    }
}
