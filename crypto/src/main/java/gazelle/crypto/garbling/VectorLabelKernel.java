package gazelle.crypto.garbling;

import static gazelle.crypto.garbling.LabelVectors.BYTES;
import static gazelle.crypto.garbling.LabelVectors.LABELS;
import static gazelle.crypto.garbling.LabelVectors.LANES;
import static gazelle.crypto.garbling.LabelVectors.STEP;
import static gazelle.crypto.garbling.LabelVectors.colourMask;
import static gazelle.crypto.garbling.LabelVectors.eachTwice;
import static gazelle.crypto.garbling.LabelVectors.load;
import static gazelle.crypto.garbling.LabelVectors.lowestBitMask;
import static gazelle.crypto.garbling.LabelVectors.store;
import static gazelle.crypto.garbling.LabelVectors.xor;

import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;

/** Several labels at a time; what fills no vector at the end of a block is left to the scalar twin. */
final class VectorLabelKernel implements LabelKernel {
    /** Labels of which the j-th is the number j. */
    private static final byte[] TWEAKS = tweaks();

    private static byte[] tweaks() {
        byte[] tweaks = new byte[GateHash.BLOCK_INSTANCES * GateHash.LABEL_BYTES];
        ScalarLabelKernel.tweakFrom(0, tweaks.clone(), tweaks, 0, tweaks.length);
        return tweaks;
    }

    @Override
    public void xorInto(byte[] left, byte[] right, byte[] out, int bytes) {
        int i = 0;
        for (; i < BYTES.loopBound(bytes); i += STEP) {
            store(xor(load(left, i), load(right, i)), out, i);
        }
        for (; i < bytes; i++) {
            out[i] = (byte) (left[i] ^ right[i]);
        }
    }

    @Override
    public void negateInto(byte[] labels, byte[] delta, byte[] out, int bytes) {
        LongVector deltas = load(delta, 0);
        int i = 0;
        for (; i < BYTES.loopBound(bytes); i += STEP) {
            store(xor(load(labels, i), deltas), out, i);
        }
        ScalarLabelKernel.negateFrom(i, labels, delta, out, 0, bytes);
    }

    @Override
    public void flipInto(byte[] labels, long[] shares, int sharesAt, int bit, byte[] delta, byte[] out, int bytes) {
        LongVector deltas = load(delta, 0);
        int i = 0;
        // A whole vector of shares is read for half a vector's worth of them.
        int readable = Math.clamp((long) (shares.length - sharesAt - LABELS) * GateHash.LABEL_BYTES, 0, bytes);
        for (; i < BYTES.loopBound(readable); i += STEP) {
            LongVector words = LongVector.fromArray(LANES, shares, sharesAt + (i >> 4));
            LongVector mask = lowestBitMask(eachTwice(words.lanewise(VectorOperators.LSHR, bit)));
            store(xor(load(labels, i), mask.and(deltas)), out, i);
        }
        ScalarLabelKernel.flipFrom(i, labels, shares, sharesAt, bit, delta, out, bytes);
    }

    @Override
    public void pairsInto(byte[] zeroLabels, byte[] delta, byte[] out, int bytes) {
        LongVector deltas = load(delta, 0);
        int i = 0;
        for (; i < BYTES.loopBound(bytes); i += STEP) {
            LongVector zero = load(zeroLabels, i);
            store(zero, out, i);
            store(xor(zero, deltas), out, bytes + i);
        }
        System.arraycopy(zeroLabels, i, out, i, bytes - i);
        ScalarLabelKernel.negateFrom(i, zeroLabels, delta, out, bytes, bytes);
    }

    @Override
    public void colouredInto(byte[] zeroLabels, byte[] delta, byte[] out, int bytes) {
        LongVector deltas = load(delta, 0);
        int i = 0;
        for (; i < BYTES.loopBound(bytes); i += STEP) {
            LongVector zero = load(zeroLabels, i);
            LongVector colourless = xor(zero, colourMask(zero).and(deltas));
            store(colourless, out, i);
            store(xor(colourless, deltas), out, bytes + i);
        }
        ScalarLabelKernel.colouredFrom(i, zeroLabels, delta, out, bytes);
    }

    @Override
    public void tweakInto(byte[] permuted, byte[] out, int runs, int runBytes) {
        // From an array, not counted up: C2 sometimes makes objects of vectors that a loop carries.
        for (int run = 0; run < runs; run++) {
            int start = run * runBytes;
            int i = 0;
            for (; i < BYTES.loopBound(runBytes); i += STEP) {
                store(xor(load(permuted, start + i), load(TWEAKS, i)), out, start + i);
            }
            ScalarLabelKernel.tweakFrom(i, permuted, out, start, runBytes);
        }
    }

    @Override
    public void garblerHalf(
            byte[] a, byte[] b, byte[] hashes, byte[] delta, byte[] tables, int row, byte[] out, int bytes) {
        LongVector deltas = load(delta, 0);
        int i = 0;
        for (; i < BYTES.loopBound(bytes); i += STEP) {
            LongVector zero = load(hashes, i);
            LongVector both = xor(zero, load(hashes, bytes + i));
            LongVector rows = xor(both, colourMask(load(b, i)).and(deltas));
            LongVector maskA = colourMask(load(a, i));
            store(rows, tables, row + i);
            store(xor(zero, maskA.and(rows)), out, i);
        }
        ScalarLabelKernel.garblerHalfFrom(i, a, b, hashes, delta, tables, row, out, bytes);
    }

    @Override
    public void evaluatorHalfAdd(byte[] a, byte[] b, byte[] hashes, byte[] tables, int row, byte[] out, int bytes) {
        int i = 0;
        for (; i < BYTES.loopBound(bytes); i += STEP) {
            LongVector zero = load(hashes, i);
            LongVector both = xor(zero, load(hashes, bytes + i));
            LongVector half = xor(zero, colourMask(load(b, i)).and(both));
            store(xor(both, load(a, i)), tables, row + i);
            store(xor(load(out, i), half), out, i);
        }
        ScalarLabelKernel.evaluatorHalfAddFrom(i, a, b, hashes, tables, row, out, bytes);
    }

    @Override
    public void evaluateGarblerHalf(byte[] a, byte[] hashes, byte[] tables, int row, byte[] out, int bytes) {
        int i = 0;
        for (; i < BYTES.loopBound(bytes); i += STEP) {
            LongVector chosen = colourMask(load(a, i)).and(load(tables, row + i));
            store(xor(load(hashes, i), chosen), out, i);
        }
        ScalarLabelKernel.evaluateGarblerHalfFrom(i, a, hashes, tables, row, out, bytes);
    }

    @Override
    public void evaluateEvaluatorHalfAdd(
            byte[] a, byte[] b, byte[] hashes, byte[] tables, int row, byte[] out, int bytes) {
        int i = 0;
        for (; i < BYTES.loopBound(bytes); i += STEP) {
            LongVector rows = xor(load(tables, row + i), load(a, i));
            LongVector half = xor(load(hashes, i), colourMask(load(b, i)).and(rows));
            store(xor(load(out, i), half), out, i);
        }
        ScalarLabelKernel.evaluateEvaluatorHalfAddFrom(i, a, b, hashes, tables, row, out, bytes);
    }
}
