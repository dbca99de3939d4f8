package gazelle.crypto.garbling;

import static gazelle.crypto.garbling.LabelVectors.BYTES;
import static gazelle.crypto.garbling.LabelVectors.HIGH;
import static gazelle.crypto.garbling.LabelVectors.HIGH_WORDS;
import static gazelle.crypto.garbling.LabelVectors.LANES;
import static gazelle.crypto.garbling.LabelVectors.LOW_WORDS;
import static gazelle.crypto.garbling.LabelVectors.STEP;
import static gazelle.crypto.garbling.LabelVectors.colourMask;
import static gazelle.crypto.garbling.LabelVectors.highTwice;
import static gazelle.crypto.garbling.LabelVectors.load;
import static gazelle.crypto.garbling.LabelVectors.lowTwice;
import static gazelle.crypto.garbling.LabelVectors.lowestBitMask;
import static gazelle.crypto.garbling.LabelVectors.store;
import static gazelle.crypto.garbling.LabelVectors.swapped;
import static gazelle.crypto.garbling.LabelVectors.xor;

import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Several instances at a time; what fills no vector at the end of a block is left to the scalar twin.
 *
 * <p>C2 stops inlining in large methods, and then makes an object of every vector. So each loop is short, whole vectors
 * lie in the scratch between loops, and the loops are called through an interface with many implementations, which keeps
 * C2 from inlining them into one large method again.
 */
final class VectorThreeHalvesKernel implements ThreeHalvesKernel {
    private static final int SECOND_RUN = ThreeHalvesScratch.BLOCK_BYTES;

    /** One loop over the whole vectors of a block. */
    private interface Loop {
        void run(byte[] left, byte[] right, ThreeHalvesScratch s, byte[] tables, int row, byte[] out, int bytes);
    }

    private static final Loop[] GARBLING = {
        (left, right, s, tables, row, out, bytes) -> colours(left, right, s, bytes),
        (left, right, s, tables, row, out, bytes) -> randomMasks(s, bytes),
        (left, right, s, tables, row, out, bytes) -> linear(s.left, s.right, s, bytes),
        (left, right, s, tables, row, out, bytes) -> sortHashes(s, 0, 0, bytes),
        (left, right, s, tables, row, out, bytes) -> sortHashes(s, bytes, SECOND_RUN, bytes),
        (left, right, s, tables, row, out, bytes) -> zeroLabels(s, out, bytes),
        (left, right, s, tables, row, out, bytes) -> rows(s, tables, row, bytes),
        (left, right, s, tables, row, out, bytes) -> addLinearToRows(s, tables, row, bytes),
        (left, right, s, tables, row, out, bytes) -> thirds(s, bytes),
        (left, right, s, tables, row, out, bytes) -> fourControls(s, bytes),
        (left, right, s, tables, row, out, bytes) -> fifthControls(s, bytes)
    };

    private static final Loop[] EVALUATION = {
        (left, right, s, tables, row, out, bytes) -> colours(left, right, s, bytes),
        (left, right, s, tables, row, out, bytes) -> linear(left, right, s, bytes),
        (left, right, s, tables, row, out, bytes) -> sortHashes(s, 0, 0, bytes),
        (left, right, s, tables, row, out, bytes) -> openControls(s, bytes),
        (left, right, s, tables, row, out, bytes) -> openRows(left, right, s, tables, row, out, bytes),
        (left, right, s, tables, row, out, bytes) -> addLinear(s, out, bytes)
    };

    @Override
    public void garble(
            byte[] left, byte[] right, ThreeHalvesScratch scratch, byte[] tables, int row, byte[] out, int bytes) {
        runAll(GARBLING, left, right, scratch, tables, row, out, bytes);
        ScalarThreeHalvesKernel.garbleFrom(BYTES.loopBound(bytes), left, right, scratch, tables, row, out, bytes);
    }

    @Override
    public void evaluate(
            byte[] left, byte[] right, ThreeHalvesScratch scratch, byte[] tables, int row, byte[] out, int bytes) {
        runAll(EVALUATION, left, right, scratch, tables, row, out, bytes);
        ScalarThreeHalvesKernel.evaluateFrom(BYTES.loopBound(bytes), left, right, scratch, tables, row, out, bytes);
    }

    private static void runAll(
            Loop[] loops,
            byte[] left,
            byte[] right,
            ThreeHalvesScratch scratch,
            byte[] tables,
            int row,
            byte[] out,
            int bytes) {
        for (Loop loop : loops) {
            loop.run(left, right, scratch, tables, row, out, bytes);
        }
    }

    private static void colours(byte[] left, byte[] right, ThreeHalvesScratch s, int bytes) {
        for (int i = 0; i < BYTES.loopBound(bytes); i += STEP) {
            store(colourMask(load(left, i)), s.leftColours, i);
            store(colourMask(load(right, i)), s.rightColours, i);
        }
    }

    private static void randomMasks(ThreeHalvesScratch s, int bytes) {
        for (int i = 0; i < BYTES.loopBound(bytes); i += STEP) {
            LongVector uv = lowestBitMask(load(s.random, i).lanewise(VectorOperators.LSHR, s.randomBit));
            LongVector colours = load(s.leftColours, i).blend(load(s.rightColours, i), HIGH);
            store(uv, s.masks, i);
            store(xor(swapped(uv), colours), s.mixed, i);
        }
    }

    private static void linear(byte[] left, byte[] right, ThreeHalvesScratch s, int bytes) {
        for (int i = 0; i < BYTES.loopBound(bytes); i += STEP) {
            LongVector a = load(left, i);
            LongVector b = load(right, i);
            store(xor(xor(swapped(a), b), a.and(LOW_WORDS)), s.s1, i);
            store(xor(xor(swapped(b), a), b.and(HIGH_WORDS)), s.s2, i);
        }
    }

    private static void sortHashes(ThreeHalvesScratch s, int run, int target, int bytes) {
        for (int i = 0; i < BYTES.loopBound(bytes); i += STEP) {
            LongVector left = load(s.leftHashes, run + i);
            LongVector right = load(s.rightHashes, run + i);
            store(left.blend(right, HIGH), s.halfLabels, target + i);
            store(swapped(right.blend(left, HIGH)), s.pads, target + i);
        }
    }

    private static void zeroLabels(ThreeHalvesScratch s, byte[] out, int bytes) {
        LongVector delta = load(s.delta, 0);
        for (int i = 0; i < BYTES.loopBound(bytes); i += STEP) {
            LongVector uv = load(s.masks, i);
            LongVector linear =
                    xor(lowTwice(uv).and(load(s.s1, i)), highTwice(uv).and(load(s.s2, i)));
            LongVector hash = xor(load(s.halfLabels, i), lowTwice(load(s.sumHashes, i)));
            LongVector both =
                    load(s.leftColours, i).and(load(s.rightColours, i)).and(delta);
            store(xor(xor(hash, linear), both), out, i);
        }
    }

    private static void rows(ThreeHalvesScratch s, byte[] tables, int row, int bytes) {
        LongVector delta = load(s.delta, 0);
        LongVector swappedDelta = load(s.swappedDelta, 0);
        for (int i = 0; i < BYTES.loopBound(bytes); i += STEP) {
            LongVector chosen = load(s.mixed, i);
            LongVector offset =
                    xor(chosen.and(delta), xor(chosen, swapped(chosen)).and(swappedDelta));
            LongVector hash = xor(load(s.halfLabels, i), load(s.halfLabels, SECOND_RUN + i));
            LongVector label = load(s.right, i).blend(load(s.left, i), HIGH);
            store(xor(xor(hash, label), offset), tables, row + i);
        }
    }

    private static void addLinearToRows(ThreeHalvesScratch s, byte[] tables, int row, int bytes) {
        for (int i = 0; i < BYTES.loopBound(bytes); i += STEP) {
            LongVector linear = xor(
                    load(s.leftColours, i).and(load(s.s1, i)),
                    load(s.rightColours, i).and(load(s.s2, i)));
            store(xor(load(tables, row + i), linear), tables, row + i);
        }
    }

    private static void thirds(ThreeHalvesScratch s, int bytes) {
        LongVector delta = load(s.delta, 0);
        LongVector swappedDelta = load(s.swappedDelta, 0);
        for (int i = 0; i < BYTES.loopBound(bytes); i += STEP) {
            LongVector chosen = load(s.mixed, i);
            LongVector offset = xor(swapped(chosen).and(delta), chosen.and(swappedDelta));
            LongVector alpha = load(s.leftColours, i);
            LongVector different = xor(alpha, load(s.rightColours, i));
            LongVector linear = xor(different.and(load(s.s1, i)), alpha.and(load(s.s2, i)));
            LongVector hash = xor(load(s.sumHashes, i), load(s.sumHashes, bytes + i));
            xor(xor(hash, linear), offset).intoArray(s.third, i >> 3);
        }
    }

    private static void fourControls(ThreeHalvesScratch s, int bytes) {
        for (int i = 0; i < BYTES.loopBound(bytes); i += STEP) {
            LongVector pad = load(s.pads, i);
            LongVector sum = load(s.sumHashes, i);
            LongVector firstTwo =
                    xor(xor(load(s.masks, i), pad), highTwice(sum)).and(1);
            LongVector colours = load(s.leftColours, i).blend(load(s.rightColours, i), HIGH);
            LongVector nextTwo =
                    xor(xor(colours, pad), load(s.pads, SECOND_RUN + i)).and(1);
            LongVector pairs = firstTwo.or(nextTwo.lanewise(VectorOperators.LSHL, 2));
            pairs.or(swapped(pairs).lanewise(VectorOperators.LSHL, 1)).intoArray(s.control, i >> 3);
        }
    }

    private static void fifthControls(ThreeHalvesScratch s, int bytes) {
        for (int i = 0; i < BYTES.loopBound(bytes); i += STEP) {
            LongVector sums = highTwice(xor(load(s.sumHashes, i), load(s.sumHashes, bytes + i)));
            LongVector fifth = xor(xor(load(s.leftColours, i), load(s.rightColours, i)), sums)
                    .and(1);
            LongVector four = LongVector.fromArray(LANES, s.control, i >> 3);
            four.or(fifth.lanewise(VectorOperators.LSHL, 4)).intoArray(s.control, i >> 3);
        }
    }

    private static void openControls(ThreeHalvesScratch s, int bytes) {
        for (int at = 0; at < BYTES.loopBound(bytes); at += STEP) {
            LongVector i = load(s.leftColours, at);
            LongVector j = load(s.rightColours, at);
            LongVector control = lowTwice(LongVector.fromArray(LANES, s.control, at >> 3));
            LongVector pairs = control.blend(control.lanewise(VectorOperators.LSHR, 1), HIGH);
            LongVector opened = xor(pairs, i.blend(j, HIGH).and(pairs.lanewise(VectorOperators.LSHR, 2)));
            LongVector fifth = xor(i, j).and(control.lanewise(VectorOperators.LSHR, 4));
            LongVector pad = xor(load(s.pads, at), highTwice(load(s.sumHashes, at)));
            store(lowestBitMask(xor(xor(opened, fifth), pad)), s.masks, at);
        }
    }

    private static void openRows(
            byte[] left, byte[] right, ThreeHalvesScratch s, byte[] tables, int row, byte[] out, int bytes) {
        for (int at = 0; at < BYTES.loopBound(bytes); at += STEP) {
            LongVector i = load(s.leftColours, at);
            LongVector j = load(s.rightColours, at);
            LongVector third = lowTwice(LongVector.fromArray(LANES, s.third, at >> 3));
            LongVector hash = xor(load(s.halfLabels, at), lowTwice(load(s.sumHashes, at)));
            LongVector labels = load(right, at).blend(load(left, at), HIGH);
            LongVector rows = i.blend(j, HIGH).and(xor(load(tables, row + at), labels));
            store(xor(xor(hash, rows), xor(i, j).and(third)), out, at);
        }
    }

    private static void addLinear(ThreeHalvesScratch s, byte[] out, int bytes) {
        for (int i = 0; i < BYTES.loopBound(bytes); i += STEP) {
            LongVector r = load(s.masks, i);
            LongVector linear = xor(lowTwice(r).and(load(s.s1, i)), highTwice(r).and(load(s.s2, i)));
            store(xor(load(out, i), linear), out, i);
        }
    }
}
