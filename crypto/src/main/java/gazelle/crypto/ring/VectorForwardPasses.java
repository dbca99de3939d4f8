package gazelle.crypto.ring;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The passes of the forward transform in the Vector API.
 *
 * <p>Letters and exactness as in {@link ScalarNttKernel}; n is -w, so that the error of h = x*w comes from one more multiply-add.
 * Every product is written out: helpers would no longer be inlined into methods of this size, and vectors that cross a call live
 * on the heap, which costs a factor of 40.
 */
final class VectorForwardPasses {
    private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;
    private static final int LANES = DOUBLES.length();
    private static final double ROUNDER = 0x1.8p52;

    private VectorForwardPasses() {}

    /** The first three levels: radix 8, one block. */
    static void first(double[] a, double[] w, double q) {
        int t = a.length / 8;
        DoubleVector minusQ = DoubleVector.broadcast(DOUBLES, -q);
        DoubleVector inverseQ = DoubleVector.broadcast(DOUBLES, 1 / q);
        DoubleVector rounder = DoubleVector.broadcast(DOUBLES, ROUNDER);
        DoubleVector w1 = DoubleVector.broadcast(DOUBLES, w[1]);
        DoubleVector n1 = w1.neg();
        DoubleVector w2 = DoubleVector.broadcast(DOUBLES, w[2]);
        DoubleVector n2 = w2.neg();
        DoubleVector w3 = DoubleVector.broadcast(DOUBLES, w[3]);
        DoubleVector n3 = w3.neg();
        DoubleVector w4 = DoubleVector.broadcast(DOUBLES, w[4]);
        DoubleVector n4 = w4.neg();
        DoubleVector w5 = DoubleVector.broadcast(DOUBLES, w[5]);
        DoubleVector n5 = w5.neg();
        DoubleVector w6 = DoubleVector.broadcast(DOUBLES, w[6]);
        DoubleVector n6 = w6.neg();
        DoubleVector w7 = DoubleVector.broadcast(DOUBLES, w[7]);
        DoubleVector n7 = w7.neg();
        DoubleVector h;
        for (int j = 0; j < t; j += LANES) {
            DoubleVector x0 = DoubleVector.fromArray(DOUBLES, a, j);
            DoubleVector x1 = DoubleVector.fromArray(DOUBLES, a, j + t);
            DoubleVector x2 = DoubleVector.fromArray(DOUBLES, a, j + 2 * t);
            DoubleVector x3 = DoubleVector.fromArray(DOUBLES, a, j + 3 * t);
            DoubleVector x4 = DoubleVector.fromArray(DOUBLES, a, j + 4 * t);
            DoubleVector x5 = DoubleVector.fromArray(DOUBLES, a, j + 5 * t);
            DoubleVector x6 = DoubleVector.fromArray(DOUBLES, a, j + 6 * t);
            DoubleVector x7 = DoubleVector.fromArray(DOUBLES, a, j + 7 * t);
            h = x4.mul(w1);
            x4 = h.fma(inverseQ, rounder).sub(rounder).fma(minusQ, h).sub(x4.fma(n1, h));
            h = x5.mul(w1);
            x5 = h.fma(inverseQ, rounder).sub(rounder).fma(minusQ, h).sub(x5.fma(n1, h));
            h = x6.mul(w1);
            x6 = h.fma(inverseQ, rounder).sub(rounder).fma(minusQ, h).sub(x6.fma(n1, h));
            h = x7.mul(w1);
            x7 = h.fma(inverseQ, rounder).sub(rounder).fma(minusQ, h).sub(x7.fma(n1, h));
            DoubleVector y0 = x0.add(x4);
            DoubleVector y4 = x0.sub(x4);
            DoubleVector y1 = x1.add(x5);
            DoubleVector y5 = x1.sub(x5);
            DoubleVector y2 = x2.add(x6);
            DoubleVector y6 = x2.sub(x6);
            DoubleVector y3 = x3.add(x7);
            DoubleVector y7 = x3.sub(x7);
            h = y2.mul(w2);
            y2 = h.fma(inverseQ, rounder).sub(rounder).fma(minusQ, h).sub(y2.fma(n2, h));
            h = y3.mul(w2);
            y3 = h.fma(inverseQ, rounder).sub(rounder).fma(minusQ, h).sub(y3.fma(n2, h));
            h = y6.mul(w3);
            y6 = h.fma(inverseQ, rounder).sub(rounder).fma(minusQ, h).sub(y6.fma(n3, h));
            h = y7.mul(w3);
            y7 = h.fma(inverseQ, rounder).sub(rounder).fma(minusQ, h).sub(y7.fma(n3, h));
            x0 = y0.add(y2);
            x2 = y0.sub(y2);
            x1 = y1.add(y3);
            x3 = y1.sub(y3);
            x4 = y4.add(y6);
            x6 = y4.sub(y6);
            x5 = y5.add(y7);
            x7 = y5.sub(y7);
            h = x1.mul(w4);
            x1 = h.fma(inverseQ, rounder).sub(rounder).fma(minusQ, h).sub(x1.fma(n4, h));
            h = x3.mul(w5);
            x3 = h.fma(inverseQ, rounder).sub(rounder).fma(minusQ, h).sub(x3.fma(n5, h));
            h = x5.mul(w6);
            x5 = h.fma(inverseQ, rounder).sub(rounder).fma(minusQ, h).sub(x5.fma(n6, h));
            h = x7.mul(w7);
            x7 = h.fma(inverseQ, rounder).sub(rounder).fma(minusQ, h).sub(x7.fma(n7, h));
            x0.add(x1).intoArray(a, j);
            x0.sub(x1).intoArray(a, j + t);
            x2.add(x3).intoArray(a, j + 2 * t);
            x2.sub(x3).intoArray(a, j + 3 * t);
            x4.add(x5).intoArray(a, j + 4 * t);
            x4.sub(x5).intoArray(a, j + 5 * t);
            x6.add(x7).intoArray(a, j + 6 * t);
            x6.sub(x7).intoArray(a, j + 7 * t);
        }
    }

    /** Two middle levels: radix 4, m blocks. */
    static void middle(double[] a, double[] w, int m, double q) {
        int t = a.length / (4 * m);
        DoubleVector minusQ = DoubleVector.broadcast(DOUBLES, -q);
        DoubleVector inverseQ = DoubleVector.broadcast(DOUBLES, 1 / q);
        DoubleVector rounder = DoubleVector.broadcast(DOUBLES, ROUNDER);
        DoubleVector h;
        for (int i = 0; i < m; i++) {
            DoubleVector w1 = DoubleVector.broadcast(DOUBLES, w[m + i]);
            DoubleVector n1 = w1.neg();
            DoubleVector w2 = DoubleVector.broadcast(DOUBLES, w[2 * m + 2 * i]);
            DoubleVector n2 = w2.neg();
            DoubleVector w3 = DoubleVector.broadcast(DOUBLES, w[2 * m + 2 * i + 1]);
            DoubleVector n3 = w3.neg();
            int start = 4 * t * i;
            for (int j = start; j < start + t; j += LANES) {
                DoubleVector x0 = DoubleVector.fromArray(DOUBLES, a, j);
                DoubleVector x1 = DoubleVector.fromArray(DOUBLES, a, j + t);
                DoubleVector x2 = DoubleVector.fromArray(DOUBLES, a, j + 2 * t);
                DoubleVector x3 = DoubleVector.fromArray(DOUBLES, a, j + 3 * t);
                h = x2.mul(w1);
                x2 = h.fma(inverseQ, rounder).sub(rounder).fma(minusQ, h).sub(x2.fma(n1, h));
                h = x3.mul(w1);
                x3 = h.fma(inverseQ, rounder).sub(rounder).fma(minusQ, h).sub(x3.fma(n1, h));
                DoubleVector y0 = x0.add(x2);
                DoubleVector y2 = x0.sub(x2);
                DoubleVector y1 = x1.add(x3);
                DoubleVector y3 = x1.sub(x3);
                h = y1.mul(w2);
                y1 = h.fma(inverseQ, rounder).sub(rounder).fma(minusQ, h).sub(y1.fma(n2, h));
                h = y3.mul(w3);
                y3 = h.fma(inverseQ, rounder).sub(rounder).fma(minusQ, h).sub(y3.fma(n3, h));
                y0.add(y1).intoArray(a, j);
                y0.sub(y1).intoArray(a, j + t);
                y2.add(y3).intoArray(a, j + 2 * t);
                y2.sub(y3).intoArray(a, j + 3 * t);
            }
        }
    }

    /** The same where m = N/32, so that only eight values share a twiddle factor. */
    static void middleNarrow(double[] a, double[] w, double q) {
        int m = a.length / 32;
        DoubleVector minusQ = DoubleVector.broadcast(DOUBLES, -q);
        DoubleVector inverseQ = DoubleVector.broadcast(DOUBLES, 1 / q);
        DoubleVector rounder = DoubleVector.broadcast(DOUBLES, ROUNDER);
        DoubleVector h;
        for (int i = 0; i < m; i++) {
            DoubleVector w1 = DoubleVector.broadcast(DOUBLES, w[m + i]);
            DoubleVector n1 = w1.neg();
            DoubleVector w2 = DoubleVector.broadcast(DOUBLES, w[2 * m + 2 * i]);
            DoubleVector n2 = w2.neg();
            DoubleVector w3 = DoubleVector.broadcast(DOUBLES, w[2 * m + 2 * i + 1]);
            DoubleVector n3 = w3.neg();
            for (int j = 32 * i; j < 32 * i + 8; j += LANES) {
                DoubleVector x0 = DoubleVector.fromArray(DOUBLES, a, j);
                DoubleVector x1 = DoubleVector.fromArray(DOUBLES, a, j + 8);
                DoubleVector x2 = DoubleVector.fromArray(DOUBLES, a, j + 16);
                DoubleVector x3 = DoubleVector.fromArray(DOUBLES, a, j + 24);
                h = x2.mul(w1);
                x2 = h.fma(inverseQ, rounder).sub(rounder).fma(minusQ, h).sub(x2.fma(n1, h));
                h = x3.mul(w1);
                x3 = h.fma(inverseQ, rounder).sub(rounder).fma(minusQ, h).sub(x3.fma(n1, h));
                DoubleVector y0 = x0.add(x2);
                DoubleVector y2 = x0.sub(x2);
                DoubleVector y1 = x1.add(x3);
                DoubleVector y3 = x1.sub(x3);
                h = y1.mul(w2);
                y1 = h.fma(inverseQ, rounder).sub(rounder).fma(minusQ, h).sub(y1.fma(n2, h));
                h = y3.mul(w3);
                y3 = h.fma(inverseQ, rounder).sub(rounder).fma(minusQ, h).sub(y3.fma(n3, h));
                y0.add(y1).intoArray(a, j);
                y0.sub(y1).intoArray(a, j + 8);
                y2.add(y3).intoArray(a, j + 16);
                y2.sub(y3).intoArray(a, j + 24);
            }
        }
    }

    /** The last three levels on transposed squares, and the reduction: radix 8, a twiddle factor for every lane. */
    static void last(double[] a, double[] w, double q) {
        DoubleVector minusQ = DoubleVector.broadcast(DOUBLES, -q);
        DoubleVector inverseQ = DoubleVector.broadcast(DOUBLES, 1 / q);
        DoubleVector rounder = DoubleVector.broadcast(DOUBLES, ROUNDER);
        DoubleVector h;
        for (int square = 0; square < a.length; square += 64) {
            for (int j = square; j < square + 8; j += LANES) {
                DoubleVector x0 = DoubleVector.fromArray(DOUBLES, a, j);
                DoubleVector x1 = DoubleVector.fromArray(DOUBLES, a, j + 8);
                DoubleVector x2 = DoubleVector.fromArray(DOUBLES, a, j + 16);
                DoubleVector x3 = DoubleVector.fromArray(DOUBLES, a, j + 24);
                DoubleVector x4 = DoubleVector.fromArray(DOUBLES, a, j + 32);
                DoubleVector x5 = DoubleVector.fromArray(DOUBLES, a, j + 40);
                DoubleVector x6 = DoubleVector.fromArray(DOUBLES, a, j + 48);
                DoubleVector x7 = DoubleVector.fromArray(DOUBLES, a, j + 56);
                DoubleVector w1 = DoubleVector.fromArray(DOUBLES, w, j + 8);
                DoubleVector n1 = w1.neg();
                h = x4.mul(w1);
                x4 = h.fma(inverseQ, rounder).sub(rounder).fma(minusQ, h).sub(x4.fma(n1, h));
                h = x5.mul(w1);
                x5 = h.fma(inverseQ, rounder).sub(rounder).fma(minusQ, h).sub(x5.fma(n1, h));
                h = x6.mul(w1);
                x6 = h.fma(inverseQ, rounder).sub(rounder).fma(minusQ, h).sub(x6.fma(n1, h));
                h = x7.mul(w1);
                x7 = h.fma(inverseQ, rounder).sub(rounder).fma(minusQ, h).sub(x7.fma(n1, h));
                DoubleVector y0 = x0.add(x4);
                DoubleVector y4 = x0.sub(x4);
                DoubleVector y1 = x1.add(x5);
                DoubleVector y5 = x1.sub(x5);
                DoubleVector y2 = x2.add(x6);
                DoubleVector y6 = x2.sub(x6);
                DoubleVector y3 = x3.add(x7);
                DoubleVector y7 = x3.sub(x7);
                DoubleVector w2 = DoubleVector.fromArray(DOUBLES, w, j + 16);
                DoubleVector n2 = w2.neg();
                h = y2.mul(w2);
                y2 = h.fma(inverseQ, rounder).sub(rounder).fma(minusQ, h).sub(y2.fma(n2, h));
                h = y3.mul(w2);
                y3 = h.fma(inverseQ, rounder).sub(rounder).fma(minusQ, h).sub(y3.fma(n2, h));
                DoubleVector w3 = DoubleVector.fromArray(DOUBLES, w, j + 24);
                DoubleVector n3 = w3.neg();
                h = y6.mul(w3);
                y6 = h.fma(inverseQ, rounder).sub(rounder).fma(minusQ, h).sub(y6.fma(n3, h));
                h = y7.mul(w3);
                y7 = h.fma(inverseQ, rounder).sub(rounder).fma(minusQ, h).sub(y7.fma(n3, h));
                x0 = y0.add(y2);
                x2 = y0.sub(y2);
                x1 = y1.add(y3);
                x3 = y1.sub(y3);
                x4 = y4.add(y6);
                x6 = y4.sub(y6);
                x5 = y5.add(y7);
                x7 = y5.sub(y7);
                DoubleVector w4 = DoubleVector.fromArray(DOUBLES, w, j + 32);
                DoubleVector n4 = w4.neg();
                h = x1.mul(w4);
                x1 = h.fma(inverseQ, rounder).sub(rounder).fma(minusQ, h).sub(x1.fma(n4, h));
                DoubleVector w5 = DoubleVector.fromArray(DOUBLES, w, j + 40);
                DoubleVector n5 = w5.neg();
                h = x3.mul(w5);
                x3 = h.fma(inverseQ, rounder).sub(rounder).fma(minusQ, h).sub(x3.fma(n5, h));
                DoubleVector w6 = DoubleVector.fromArray(DOUBLES, w, j + 48);
                DoubleVector n6 = w6.neg();
                h = x5.mul(w6);
                x5 = h.fma(inverseQ, rounder).sub(rounder).fma(minusQ, h).sub(x5.fma(n6, h));
                DoubleVector w7 = DoubleVector.fromArray(DOUBLES, w, j + 56);
                DoubleVector n7 = w7.neg();
                h = x7.mul(w7);
                x7 = h.fma(inverseQ, rounder).sub(rounder).fma(minusQ, h).sub(x7.fma(n7, h));
                h = x0.add(x1);
                h.fma(inverseQ, rounder).sub(rounder).fma(minusQ, h).intoArray(a, j);
                h = x0.sub(x1);
                h.fma(inverseQ, rounder).sub(rounder).fma(minusQ, h).intoArray(a, j + 8);
                h = x2.add(x3);
                h.fma(inverseQ, rounder).sub(rounder).fma(minusQ, h).intoArray(a, j + 16);
                h = x2.sub(x3);
                h.fma(inverseQ, rounder).sub(rounder).fma(minusQ, h).intoArray(a, j + 24);
                h = x4.add(x5);
                h.fma(inverseQ, rounder).sub(rounder).fma(minusQ, h).intoArray(a, j + 32);
                h = x4.sub(x5);
                h.fma(inverseQ, rounder).sub(rounder).fma(minusQ, h).intoArray(a, j + 40);
                h = x6.add(x7);
                h.fma(inverseQ, rounder).sub(rounder).fma(minusQ, h).intoArray(a, j + 48);
                h = x6.sub(x7);
                h.fma(inverseQ, rounder).sub(rounder).fma(minusQ, h).intoArray(a, j + 56);
            }
        }
    }
}
