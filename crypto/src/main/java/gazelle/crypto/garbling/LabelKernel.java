package gazelle.crypto.garbling;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Inner loops over the labels of a block of instances: scalar, 16 bytes a label as two little-endian words (lo, hi).
 *
 * <p>All lengths are bytes, multiples of 16. Letters as in ePrint 2014/756: T are table rows, H hashes; the colour of a
 * label is its lowest bit. Selections use masks, never branches.
 */
final class LabelKernel {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private LabelKernel() {}

    static long get(byte[] array, int at) {
        return (long) LONGS.get(array, at);
    }

    static void put(byte[] array, int at, long value) {
        LONGS.set(array, at, value);
    }

    static void xorInto(byte[] left, byte[] right, byte[] out, int bytes) {
        for (int i = 0; i < bytes; i++) {
            out[i] = (byte) (left[i] ^ right[i]);
        }
    }

    /** out = labels xor Delta. */
    static void negateInto(byte[] labels, long deltaLow, long deltaHigh, byte[] out, int outAt, int bytes) {
        for (int i = 0; i < bytes; i += 16) {
            put(out, outAt + i, get(labels, i) ^ deltaLow);
            put(out, outAt + i + 8, get(labels, i + 8) ^ deltaHigh);
        }
    }

    /** out = labels xor bit * Delta, the bit being bit {@code bit} of the instance's share. */
    static void flipInto(
            byte[] labels, long[] shares, int sharesAt, int bit, long deltaLow, long deltaHigh, byte[] out, int bytes) {
        for (int i = 0; i < bytes; i += 16) {
            long mask = -(shares[sharesAt + (i >> 4)] >>> bit & 1);
            put(out, i, get(labels, i) ^ (mask & deltaLow));
            put(out, i + 8, get(labels, i + 8) ^ (mask & deltaHigh));
        }
    }

    /** Writes the labels of colour 0, then those of colour 1. */
    static void colouredInto(byte[] zeroLabels, long deltaLow, long deltaHigh, byte[] out, int bytes) {
        for (int i = 0; i < bytes; i += 16) {
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

    /**
     * Garbler's half gate, out = a AND b with b's colour known to the garbler: T = H(a0) xor H(a1) xor p_b Delta.
     *
     * @param hashes H of the zero labels of a, then of their negations
     */
    static void garblerHalf(
            byte[] a,
            byte[] b,
            byte[] hashes,
            long deltaLow,
            long deltaHigh,
            byte[] tables,
            int row,
            byte[] out,
            int bytes) {
        for (int i = 0; i < bytes; i += 16) {
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

    /** Garbler's half gate with a bit of the server's share in place of a colour: T = H(x0) xor H(x1) xor r Delta. */
    static void garblerBitHalf(
            byte[] x,
            long[] shares,
            int sharesAt,
            byte[] hashes,
            int bit,
            long deltaLow,
            long deltaHigh,
            byte[] tables,
            int row,
            byte[] out,
            int bytes) {
        for (int i = 0; i < bytes; i += 16) {
            long zeroLow = get(hashes, i);
            long zeroHigh = get(hashes, i + 8);
            long maskX = -(get(x, i) & 1);
            long maskR = -(shares[sharesAt + (i >> 4)] >>> bit & 1);
            long rowLow = zeroLow ^ get(hashes, bytes + i) ^ (maskR & deltaLow);
            long rowHigh = zeroHigh ^ get(hashes, bytes + i + 8) ^ (maskR & deltaHigh);
            put(tables, row + i, rowLow);
            put(tables, row + i + 8, rowHigh);
            put(out, i, zeroLow ^ (maskX & rowLow));
            put(out, i + 8, zeroHigh ^ (maskX & rowHigh));
        }
    }

    /** Evaluator's half gate, added to out: T = H(b0) xor H(b1) xor a0; out ^= H(b0) xor p_b (T xor a0). */
    static void evaluatorHalfAdd(byte[] a, byte[] b, byte[] hashes, byte[] tables, int row, byte[] out, int bytes) {
        for (int i = 0; i < bytes; i += 16) {
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

    /** The evaluator's side of a garbler half: out = H(a) xor colour(a) T. */
    static void evaluateGarblerHalf(byte[] a, byte[] hashes, byte[] tables, int row, byte[] out, int bytes) {
        for (int i = 0; i < bytes; i += 16) {
            long mask = -(get(a, i) & 1);
            put(out, i, get(hashes, i) ^ (mask & get(tables, row + i)));
            put(out, i + 8, get(hashes, i + 8) ^ (mask & get(tables, row + i + 8)));
        }
    }

    /** The evaluator's side of an evaluator half, added to out: out ^= H(b) xor colour(b) (T xor a). */
    static void evaluateEvaluatorHalfAdd(
            byte[] a, byte[] b, byte[] hashes, byte[] tables, int row, byte[] out, int bytes) {
        for (int i = 0; i < bytes; i += 16) {
            long mask = -(get(b, i) & 1);
            long low = get(hashes, i) ^ (mask & (get(tables, row + i) ^ get(a, i)));
            long high = get(hashes, i + 8) ^ (mask & (get(tables, row + i + 8) ^ get(a, i + 8)));
            put(out, i, get(out, i) ^ low);
            put(out, i + 8, get(out, i + 8) ^ high);
        }
    }
}
