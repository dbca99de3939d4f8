package gazelle.crypto.garbling;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Inner loops over the labels of a block of instances, 16 bytes a label as two little-endian words (low, high); a scalar
 * and a vector twin give the same bytes.
 *
 * <p>All lengths are bytes, multiples of 16. Letters as in ePrint 2014/756: T are table rows, H hashes; the colour of a
 * label is its lowest bit. Delta comes {@value #DELTA_COPIES} times, so that it fills any vector. Selections use masks, never
 * branches. {@link #xorInto} may write over an operand; unless a method adds to out, no other does.
 */
interface LabelKernel {
    /** Bytes as little-endian words at any offset. */
    VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** The number of copies of Delta in an array of it. */
    int DELTA_COPIES = 4;

    /** Fills an array with copies of one label. */
    static void repeat(long low, long high, byte[] labels) {
        for (int i = 0; i < labels.length; i += 16) {
            put(labels, i, low);
            put(labels, i + 8, high);
        }
    }

    /** The word at byte {@code at}. */
    static long get(byte[] array, int at) {
        return (long) WORDS.get(array, at);
    }

    /** Writes a word at byte {@code at}. */
    static void put(byte[] array, int at, long value) {
        WORDS.set(array, at, value);
    }

    /** out = left xor right. */
    void xorInto(byte[] left, byte[] right, byte[] out, int bytes);

    /** out = labels xor Delta. */
    void negateInto(byte[] labels, byte[] delta, byte[] out, int bytes);

    /** out = labels xor bit * Delta, the bit being bit {@code bit} of the instance's share. */
    void flipInto(byte[] labels, long[] shares, int sharesAt, int bit, byte[] delta, byte[] out, int bytes);

    /** Writes the zero labels, then their negations. */
    void pairsInto(byte[] zeroLabels, byte[] delta, byte[] out, int bytes);

    /** Writes the labels of colour 0, then those of colour 1. */
    void colouredInto(byte[] zeroLabels, byte[] delta, byte[] out, int bytes);

    /** out = permuted xor j for every run of {@code runBytes}, j being the number of the label within its run. */
    void tweakInto(byte[] permuted, byte[] out, int runs, int runBytes);

    /**
     * Garbler's half gate, out = a AND b with b's colour known to the garbler: T = H(a0) xor H(a1) xor p_b Delta.
     *
     * @param hashes H of the zero labels of a, then of their negations
     */
    void garblerHalf(byte[] a, byte[] b, byte[] hashes, byte[] delta, byte[] tables, int row, byte[] out, int bytes);

    /** Evaluator's half gate, added to out: T = H(b0) xor H(b1) xor a0; out ^= H(b0) xor p_b (T xor a0). */
    void evaluatorHalfAdd(byte[] a, byte[] b, byte[] hashes, byte[] tables, int row, byte[] out, int bytes);

    /** The evaluator's side of a garbler half: out = H(a) xor colour(a) T. */
    void evaluateGarblerHalf(byte[] a, byte[] hashes, byte[] tables, int row, byte[] out, int bytes);

    /** The evaluator's side of an evaluator half, added to out: out ^= H(b) xor colour(b) (T xor a). */
    void evaluateEvaluatorHalfAdd(byte[] a, byte[] b, byte[] hashes, byte[] tables, int row, byte[] out, int bytes);
}
