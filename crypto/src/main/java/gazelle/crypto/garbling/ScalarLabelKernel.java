package gazelle.crypto.garbling;

import static gazelle.crypto.garbling.LabelKernel.get;
import static gazelle.crypto.garbling.LabelKernel.put;

/** Labels as two words of 64 bits each; also finishes the blocks whose last labels fill no vector. */
final class ScalarLabelKernel implements LabelKernel {
    @Override
    public void xorInto(byte[] left, byte[] right, byte[] out, int bytes) {
        for (int i = 0; i < bytes; i++) {
            out[i] = (byte) (left[i] ^ right[i]);
        }
    }

    @Override
    public void negateInto(byte[] labels, byte[] delta, byte[] out, int bytes) {
        negateFrom(0, labels, delta, out, 0, bytes);
    }

    static void negateFrom(int from, byte[] labels, byte[] delta, byte[] out, int outAt, int bytes) {
        long deltaLow = get(delta, 0);
        long deltaHigh = get(delta, 8);
        for (int i = from; i < bytes; i += 16) {
            put(out, outAt + i, get(labels, i) ^ deltaLow);
            put(out, outAt + i + 8, get(labels, i + 8) ^ deltaHigh);
        }
    }

    @Override
    public void flipInto(byte[] labels, long[] shares, int sharesAt, int bit, byte[] delta, byte[] out, int bytes) {
        flipFrom(0, labels, shares, sharesAt, bit, delta, out, bytes);
    }

    static void flipFrom(
            int from, byte[] labels, long[] shares, int sharesAt, int bit, byte[] delta, byte[] out, int bytes) {
        long deltaLow = get(delta, 0);
        long deltaHigh = get(delta, 8);
        for (int i = from; i < bytes; i += 16) {
            long mask = -(shares[sharesAt + (i >> 4)] >>> bit & 1);
            put(out, i, get(labels, i) ^ (mask & deltaLow));
            put(out, i + 8, get(labels, i + 8) ^ (mask & deltaHigh));
        }
    }

    @Override
    public void pairsInto(byte[] zeroLabels, byte[] delta, byte[] out, int bytes) {
        System.arraycopy(zeroLabels, 0, out, 0, bytes);
        negateFrom(0, zeroLabels, delta, out, bytes, bytes);
    }

    @Override
    public void colouredInto(byte[] zeroLabels, byte[] delta, byte[] out, int bytes) {
        colouredFrom(0, zeroLabels, delta, out, bytes);
    }

    static void colouredFrom(int from, byte[] zeroLabels, byte[] delta, byte[] out, int bytes) {
        long deltaLow = get(delta, 0);
        long deltaHigh = get(delta, 8);
        for (int i = from; i < bytes; i += 16) {
            long low = get(zeroLabels, i);
            long high = get(zeroLabels, i + 8);
            long mask = -(low & 1);
            low ^= mask & deltaLow;
            high ^= mask & deltaHigh;
            put(out, i, low);
            put(out, i + 8, high);
            put(out, bytes + i, low ^ deltaLow);
            put(out, bytes + i + 8, high ^ deltaHigh);
        }
    }

    @Override
    public void tweakInto(byte[] permuted, byte[] out, int runs, int runBytes) {
        for (int run = 0; run < runs; run++) {
            tweakFrom(0, permuted, out, run * runBytes, runBytes);
        }
    }

    static void tweakFrom(int from, byte[] permuted, byte[] out, int start, int runBytes) {
        for (int i = from; i < runBytes; i += 16) {
            put(out, start + i, get(permuted, start + i) ^ (i >> 4));
            put(out, start + i + 8, get(permuted, start + i + 8));
        }
    }

    @Override
    public void garblerHalf(
            byte[] a, byte[] b, byte[] hashes, byte[] delta, byte[] tables, int row, byte[] out, int bytes) {
        garblerHalfFrom(0, a, b, hashes, delta, tables, row, out, bytes);
    }

    static void garblerHalfFrom(
            int from, byte[] a, byte[] b, byte[] hashes, byte[] delta, byte[] tables, int row, byte[] out, int bytes) {
        long deltaLow = get(delta, 0);
        long deltaHigh = get(delta, 8);
        for (int i = from; i < bytes; i += 16) {
            long zeroLow = get(hashes, i);
            long zeroHigh = get(hashes, i + 8);
            long maskA = -(get(a, i) & 1);
            long maskB = -(get(b, i) & 1);
            long rowLow = zeroLow ^ get(hashes, bytes + i) ^ (maskB & deltaLow);
            long rowHigh = zeroHigh ^ get(hashes, bytes + i + 8) ^ (maskB & deltaHigh);
            put(tables, row + i, rowLow);
            put(tables, row + i + 8, rowHigh);
            put(out, i, zeroLow ^ (maskA & rowLow));
            put(out, i + 8, zeroHigh ^ (maskA & rowHigh));
        }
    }

    @Override
    public void evaluatorHalfAdd(byte[] a, byte[] b, byte[] hashes, byte[] tables, int row, byte[] out, int bytes) {
        evaluatorHalfAddFrom(0, a, b, hashes, tables, row, out, bytes);
    }

    static void evaluatorHalfAddFrom(
            int from, byte[] a, byte[] b, byte[] hashes, byte[] tables, int row, byte[] out, int bytes) {
        for (int i = from; i < bytes; i += 16) {
            long zeroLow = get(hashes, i);
            long zeroHigh = get(hashes, i + 8);
            long bothLow = zeroLow ^ get(hashes, bytes + i);
            long bothHigh = zeroHigh ^ get(hashes, bytes + i + 8);
            long maskB = -(get(b, i) & 1);
            put(tables, row + i, bothLow ^ get(a, i));
            put(tables, row + i + 8, bothHigh ^ get(a, i + 8));
            put(out, i, get(out, i) ^ zeroLow ^ (maskB & bothLow));
            put(out, i + 8, get(out, i + 8) ^ zeroHigh ^ (maskB & bothHigh));
        }
    }

    @Override
    public void evaluateGarblerHalf(byte[] a, byte[] hashes, byte[] tables, int row, byte[] out, int bytes) {
        evaluateGarblerHalfFrom(0, a, hashes, tables, row, out, bytes);
    }

    static void evaluateGarblerHalfFrom(
            int from, byte[] a, byte[] hashes, byte[] tables, int row, byte[] out, int bytes) {
        for (int i = from; i < bytes; i += 16) {
            long mask = -(get(a, i) & 1);
            put(out, i, get(hashes, i) ^ (mask & get(tables, row + i)));
            put(out, i + 8, get(hashes, i + 8) ^ (mask & get(tables, row + i + 8)));
        }
    }

    @Override
    public void evaluateEvaluatorHalfAdd(
            byte[] a, byte[] b, byte[] hashes, byte[] tables, int row, byte[] out, int bytes) {
        evaluateEvaluatorHalfAddFrom(0, a, b, hashes, tables, row, out, bytes);
    }

    static void evaluateEvaluatorHalfAddFrom(
            int from, byte[] a, byte[] b, byte[] hashes, byte[] tables, int row, byte[] out, int bytes) {
        for (int i = from; i < bytes; i += 16) {
            long mask = -(get(b, i) & 1);
            long low = get(hashes, i) ^ (mask & (get(tables, row + i) ^ get(a, i)));
            long high = get(hashes, i + 8) ^ (mask & (get(tables, row + i + 8) ^ get(a, i + 8)));
            put(out, i, get(out, i) ^ low);
            put(out, i + 8, get(out, i + 8) ^ high);
        }
    }
}
