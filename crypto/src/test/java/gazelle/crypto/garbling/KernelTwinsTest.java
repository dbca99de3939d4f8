package gazelle.crypto.garbling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import gazelle.crypto.vector.VectorUnit;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Scalar and vector loops give the same bytes and words, and write nothing beyond them. */
@Tag("kernels")
class KernelTwinsTest {
    private static final int MARGIN = 3;

    /** Random operands of a block, the same for both twins, and what they leave behind. */
    static final class Operands {
        final int instances;
        final int bytes;
        final byte[] a;
        final byte[] b;
        final byte[] hashes;
        final byte[] tables;
        final byte[] out;
        final byte[] pairs;
        final ThreeHalvesScratch halves = new ThreeHalvesScratch();
        final long[] shares;
        final long[] rows;
        final long[] sums;
        final byte[] delta = new byte[64];

        Operands(int instances) {
            SecureRandom random = SeededRandom.of(instances);
            this.instances = instances;
            bytes = 16 * instances;
            a = SeededRandom.bytes(random, bytes);
            b = SeededRandom.bytes(random, bytes);
            hashes = SeededRandom.bytes(random, 2 * bytes);
            tables = SeededRandom.bytes(random, bytes + 2 * MARGIN);
            out = SeededRandom.bytes(random, bytes + 2 * MARGIN);
            pairs = SeededRandom.bytes(random, 2 * bytes + 2 * MARGIN);
            shares = random.longs(instances + MARGIN).toArray();
            rows = random.longs(2L * instances + MARGIN).toArray();
            sums = random.longs(2L * instances + MARGIN).toArray();
            for (byte[] half : halfBytes()) {
                random.nextBytes(half);
            }
            Arrays.setAll(halves.third, i -> random.nextLong());
            Arrays.setAll(halves.control, i -> random.nextLong());
            long deltaLow = random.nextLong() | 1;
            long deltaHigh = random.nextLong();
            halves.randomBit = 9;
            LabelKernel.repeat(deltaLow, deltaHigh, delta);
            LabelKernel.repeat(deltaLow, deltaHigh, halves.delta);
            LabelKernel.repeat(deltaHigh, deltaLow, halves.swappedDelta);
        }

        boolean sameAs(Operands other) {
            return Arrays.deepEquals(results(), other.results());
        }

        private Object[] results() {
            Object[] halfArrays = halfBytes().toArray();
            return new Object[] {
                a, b, hashes, tables, out, pairs, shares, rows, sums, halfArrays, halves.third, halves.control
            };
        }

        private List<byte[]> halfBytes() {
            return List.of(
                    halves.left,
                    halves.right,
                    halves.sum,
                    halves.leftHashes,
                    halves.rightHashes,
                    halves.sumHashes,
                    halves.random);
        }
    }

    interface Loop {
        void run(Kernels kernels, Operands o);
    }

    private static final List<Loop> LOOPS = List.of(
            (k, o) -> k.labels().xorInto(o.a, o.b, o.out, o.bytes),
            (k, o) -> k.labels().xorInto(o.a, o.b, o.a, o.bytes),
            (k, o) -> k.labels().negateInto(o.a, o.delta, o.out, o.bytes),
            (k, o) -> k.labels().flipInto(o.a, o.shares, MARGIN, 17, o.delta, o.out, o.bytes),
            (k, o) -> k.labels().pairsInto(o.a, o.delta, o.pairs, o.bytes),
            (k, o) -> k.labels().colouredInto(o.a, o.delta, o.pairs, o.bytes),
            (k, o) -> k.labels().tweakInto(o.hashes, o.pairs, 1, o.bytes),
            (k, o) -> k.labels().tweakInto(o.hashes, o.pairs, 2, o.bytes),
            (k, o) -> k.labels().garblerHalf(o.a, o.b, o.hashes, o.delta, o.tables, MARGIN, o.out, o.bytes),
            (k, o) -> k.labels().evaluatorHalfAdd(o.a, o.b, o.hashes, o.tables, MARGIN, o.out, o.bytes),
            (k, o) -> k.labels().evaluateGarblerHalf(o.a, o.hashes, o.tables, MARGIN, o.out, o.bytes),
            (k, o) -> k.labels().evaluateEvaluatorHalfAdd(o.a, o.b, o.hashes, o.tables, MARGIN, o.out, o.bytes),
            (k, o) -> k.words().garbleTerm(o.a, o.b, o.hashes, 5, -7, o.rows, o.sums, o.instances),
            (k, o) -> k.words().garbleTerm(o.a, o.b, o.hashes, 0, 1, o.rows, o.sums, o.instances),
            (k, o) -> {
                k.words().garbleGate(o.a, o.hashes, -77, 3, o.rows, o.sums, o.instances);
                clearOdd(o.rows, o.instances);
                clearOdd(o.sums, o.instances);
            },
            (k, o) -> k.words().evaluateTerm(o.a, o.hashes, 7, o.rows, o.sums, o.instances),
            (k, o) -> {
                k.words().evaluateGate(o.a, o.hashes, 3, o.rows, o.sums, o.instances);
                clearOdd(o.sums, o.instances);
            },
            (k, o) -> {
                k.words().colours(o.a, o.rows, o.instances);
                clearOdd(o.rows, o.instances);
            },
            (k, o) -> {
                k.threeHalves().garble(o.a, o.b, o.halves, o.tables, MARGIN, o.out, o.bytes);
                clearOdd(o.halves.third, o.instances);
                clearOdd(o.halves.control, o.instances);
            },
            (k, o) -> k.threeHalves().evaluate(o.a, o.b, o.halves, o.tables, MARGIN, o.out, o.bytes));

    /** The words 2i + 1 of what an instance has once are undefined. */
    private static void clearOdd(long[] words, int instances) {
        for (int i = 0; i < instances; i++) {
            words[2 * i + 1] = 0;
        }
    }

    static List<Loop> loops() {
        return LOOPS;
    }

    @ParameterizedTest
    @MethodSource("loops")
    void twinsAgreeForAllBlockSizes(Loop loop) {
        assumeTrue(VectorUnit.isPresent());
        List<Integer> sizes = new ArrayList<>(List.of(63, 100, 255, 256));
        for (int instances = 1; instances <= 20; instances++) {
            sizes.add(instances);
        }
        for (int instances : sizes) {
            Operands scalar = new Operands(instances);
            Operands vector = new Operands(instances);
            loop.run(Kernels.SCALAR, scalar);
            loop.run(Kernels.vector(), vector);
            assertThat(vector.sameAs(scalar)).as("%d instances", instances).isTrue();
            assertThat(scalar.sameAs(new Operands(instances))).isFalse();
        }
    }
}
