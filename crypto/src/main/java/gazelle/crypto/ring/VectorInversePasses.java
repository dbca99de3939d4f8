package gazelle.crypto.ring;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The passes of the inverse transform in the Vector API, see {@link VectorForwardPasses}.
 *
 * <p>Bounds: values that start within q/2 + 1 are below 1.13 q after the first three levels, the fixed point of the middle ones is
 * 8/7 q (a sum of two products of differences), and the last three, which reduce nothing on the way, multiply differences of
 * eight of them: below 9.2 q, so that the quotient stays below 4.6 q &lt; 2^51 and the result below 0.8 q.
 */
final class VectorInversePasses {
    private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;
    private static final int LANES = DOUBLES.length();
    private static final double ROUNDER = 0x1.8p52;

    private VectorInversePasses() {}

    /** The first three levels, on transposed squares: radix 8, a twiddle factor for every lane. */
    static void first(double[] a, double[] w, double q) {
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
                DoubleVector w4 = DoubleVector.fromArray(DOUBLES, w, j + 32);
                DoubleVector n4 = w4.neg();
                DoubleVector y0 = x0.add(x1);
                DoubleVector y1 = x0.sub(x1);
                h = y1.mul(w4);
                y1 = h.fma(inverseQ, rounder).sub(rounder).fma(minusQ, h).sub(y1.fma(n4, h));
                DoubleVector w5 = DoubleVector.fromArray(DOUBLES, w, j + 40);
                DoubleVector n5 = w5.neg();
                DoubleVector y2 = x2.add(x3);
                DoubleVector y3 = x2.sub(x3);
                h = y3.mul(w5);
                y3 = h.fma(inverseQ, rounder).sub(rounder).fma(minusQ, h).sub(y3.fma(n5, h));
                DoubleVector w6 = DoubleVector.fromArray(DOUBLES, w, j + 48);
                DoubleVector n6 = w6.neg();
                DoubleVector y4 = x4.add(x5);
                DoubleVector y5 = x4.sub(x5);
                h = y5.mul(w6);
                y5 = h.fma(inverseQ, rounder).sub(rounder).fma(minusQ, h).sub(y5.fma(n6, h));
                DoubleVector w7 = DoubleVector.fromArray(DOUBLES, w, j + 56);
                DoubleVector n7 = w7.neg();
                DoubleVector y6 = x6.add(x7);
                DoubleVector y7 = x6.sub(x7);
                h = y7.mul(w7);
                y7 = h.fma(inverseQ, rounder).sub(rounder).fma(minusQ, h).sub(y7.fma(n7, h));
                DoubleVector w2 = DoubleVector.fromArray(DOUBLES, w, j + 16);
                DoubleVector n2 = w2.neg();
                x0 = y0.add(y2);
                x2 = y0.sub(y2);
                h = x2.mul(w2);
                x2 = h.fma(inverseQ, rounder).sub(rounder).fma(minusQ, h).sub(x2.fma(n2, h));
                x1 = y1.add(y3);
                x3 = y1.sub(y3);
                h = x3.mul(w2);
                x3 = h.fma(inverseQ, rounder).sub(rounder).fma(minusQ, h).sub(x3.fma(n2, h));
                DoubleVector w3 = DoubleVector.fromArray(DOUBLES, w, j + 24);
                DoubleVector n3 = w3.neg();
                x4 = y4.add(y6);
                x6 = y4.sub(y6);
                h = x6.mul(w3);
                x6 = h.fma(inverseQ, rounder).sub(rounder).fma(minusQ, h).sub(x6.fma(n3, h));
                x5 = y5.add(y7);
                x7 = y5.sub(y7);
                h = x7.mul(w3);
                x7 = h.fma(inverseQ, rounder).sub(rounder).fma(minusQ, h).sub(x7.fma(n3, h));
                DoubleVector w1 = DoubleVector.fromArray(DOUBLES, w, j + 8);
                DoubleVector n1 = w1.neg();
                h = x0.add(x4);
                h.fma(inverseQ, rounder).sub(rounder).fma(minusQ, h).intoArray(a, j);
                h = x1.add(x5);
                h.fma(inverseQ, rounder).sub(rounder).fma(minusQ, h).intoArray(a, j + 8);
                x2.add(x6).intoArray(a, j + 16);
                x3.add(x7).intoArray(a, j + 24);
                x0 = x0.sub(x4);
                h = x0.mul(w1);
                x0 = h.fma(inverseQ, rounder).sub(rounder).fma(minusQ, h).sub(x0.fma(n1, h));
                x0.intoArray(a, j + 32);
                x1 = x1.sub(x5);
                h = x1.mul(w1);
                x1 = h.fma(inverseQ, rounder).sub(rounder).fma(minusQ, h).sub(x1.fma(n1, h));
                x1.intoArray(a, j + 40);
                x2 = x2.sub(x6);
                h = x2.mul(w1);
                x2 = h.fma(inverseQ, rounder).sub(rounder).fma(minusQ, h).sub(x2.fma(n1, h));
                x2.intoArray(a, j + 48);
                x3 = x3.sub(x7);
                h = x3.mul(w1);
                x3 = h.fma(inverseQ, rounder).sub(rounder).fma(minusQ, h).sub(x3.fma(n1, h));
                x3.intoArray(a, j + 56);
            }
        }
    }

    /** Two middle levels: radix 4, m blocks; only the sum of sums needs a reduction. */
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
                DoubleVector y0 = x0.add(x1);
                DoubleVector y1 = x0.sub(x1);
                DoubleVector y2 = x2.add(x3);
                DoubleVector y3 = x2.sub(x3);
                h = y1.mul(w2);
                y1 = h.fma(inverseQ, rounder).sub(rounder).fma(minusQ, h).sub(y1.fma(n2, h));
                h = y3.mul(w3);
                y3 = h.fma(inverseQ, rounder).sub(rounder).fma(minusQ, h).sub(y3.fma(n3, h));
                h = y0.add(y2);
                h.fma(inverseQ, rounder).sub(rounder).fma(minusQ, h).intoArray(a, j);
                y1.add(y3).intoArray(a, j + t);
                y0 = y0.sub(y2);
                h = y0.mul(w1);
                y0 = h.fma(inverseQ, rounder).sub(rounder).fma(minusQ, h).sub(y0.fma(n1, h));
                y0.intoArray(a, j + 2 * t);
                y1 = y1.sub(y3);
                h = y1.mul(w1);
                y1 = h.fma(inverseQ, rounder).sub(rounder).fma(minusQ, h).sub(y1.fma(n1, h));
                y1.intoArray(a, j + 3 * t);
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
                DoubleVector y0 = x0.add(x1);
                DoubleVector y1 = x0.sub(x1);
                DoubleVector y2 = x2.add(x3);
                DoubleVector y3 = x2.sub(x3);
                h = y1.mul(w2);
                y1 = h.fma(inverseQ, rounder).sub(rounder).fma(minusQ, h).sub(y1.fma(n2, h));
                h = y3.mul(w3);
                y3 = h.fma(inverseQ, rounder).sub(rounder).fma(minusQ, h).sub(y3.fma(n3, h));
                h = y0.add(y2);
                h.fma(inverseQ, rounder).sub(rounder).fma(minusQ, h).intoArray(a, j);
                y1.add(y3).intoArray(a, j + 8);
                y0 = y0.sub(y2);
                h = y0.mul(w1);
                y0 = h.fma(inverseQ, rounder).sub(rounder).fma(minusQ, h).sub(y0.fma(n1, h));
                y0.intoArray(a, j + 16);
                y1 = y1.sub(y3);
                h = y1.mul(w1);
                y1 = h.fma(inverseQ, rounder).sub(rounder).fma(minusQ, h).sub(y1.fma(n1, h));
                y1.intoArray(a, j + 24);
            }
        }
    }

    /** The last three levels, with the division by N folded into their twiddle factors: radix 8, one block. */
    static void last(double[] a, double[] w, double inverseDegree, double inverseDegreeTimesTwiddle, double q) {
        int t = a.length / 8;
        DoubleVector minusQ = DoubleVector.broadcast(DOUBLES, -q);
        DoubleVector inverseQ = DoubleVector.broadcast(DOUBLES, 1 / q);
        DoubleVector rounder = DoubleVector.broadcast(DOUBLES, ROUNDER);
        DoubleVector w0 = DoubleVector.broadcast(DOUBLES, inverseDegree);
        DoubleVector n0 = w0.neg();
        DoubleVector w1 = DoubleVector.broadcast(DOUBLES, inverseDegreeTimesTwiddle);
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
            DoubleVector y0 = x0.add(x1);
            DoubleVector y1 = x0.sub(x1);
            h = y1.mul(w4);
            y1 = h.fma(inverseQ, rounder).sub(rounder).fma(minusQ, h).sub(y1.fma(n4, h));
            DoubleVector y2 = x2.add(x3);
            DoubleVector y3 = x2.sub(x3);
            h = y3.mul(w5);
            y3 = h.fma(inverseQ, rounder).sub(rounder).fma(minusQ, h).sub(y3.fma(n5, h));
            DoubleVector y4 = x4.add(x5);
            DoubleVector y5 = x4.sub(x5);
            h = y5.mul(w6);
            y5 = h.fma(inverseQ, rounder).sub(rounder).fma(minusQ, h).sub(y5.fma(n6, h));
            DoubleVector y6 = x6.add(x7);
            DoubleVector y7 = x6.sub(x7);
            h = y7.mul(w7);
            y7 = h.fma(inverseQ, rounder).sub(rounder).fma(minusQ, h).sub(y7.fma(n7, h));
            x0 = y0.add(y2);
            x2 = y0.sub(y2);
            h = x2.mul(w2);
            x2 = h.fma(inverseQ, rounder).sub(rounder).fma(minusQ, h).sub(x2.fma(n2, h));
            x1 = y1.add(y3);
            x3 = y1.sub(y3);
            h = x3.mul(w2);
            x3 = h.fma(inverseQ, rounder).sub(rounder).fma(minusQ, h).sub(x3.fma(n2, h));
            x4 = y4.add(y6);
            x6 = y4.sub(y6);
            h = x6.mul(w3);
            x6 = h.fma(inverseQ, rounder).sub(rounder).fma(minusQ, h).sub(x6.fma(n3, h));
            x5 = y5.add(y7);
            x7 = y5.sub(y7);
            h = x7.mul(w3);
            x7 = h.fma(inverseQ, rounder).sub(rounder).fma(minusQ, h).sub(x7.fma(n3, h));
            DoubleVector s0 = x0.add(x4);
            h = s0.mul(w0);
            s0 = h.fma(inverseQ, rounder).sub(rounder).fma(minusQ, h).sub(s0.fma(n0, h));
            s0.intoArray(a, j);
            DoubleVector s1 = x1.add(x5);
            h = s1.mul(w0);
            s1 = h.fma(inverseQ, rounder).sub(rounder).fma(minusQ, h).sub(s1.fma(n0, h));
            s1.intoArray(a, j + t);
            DoubleVector s2 = x2.add(x6);
            h = s2.mul(w0);
            s2 = h.fma(inverseQ, rounder).sub(rounder).fma(minusQ, h).sub(s2.fma(n0, h));
            s2.intoArray(a, j + 2 * t);
            DoubleVector s3 = x3.add(x7);
            h = s3.mul(w0);
            s3 = h.fma(inverseQ, rounder).sub(rounder).fma(minusQ, h).sub(s3.fma(n0, h));
            s3.intoArray(a, j + 3 * t);
            x0 = x0.sub(x4);
            h = x0.mul(w1);
            x0 = h.fma(inverseQ, rounder).sub(rounder).fma(minusQ, h).sub(x0.fma(n1, h));
            x0.intoArray(a, j + 4 * t);
            x1 = x1.sub(x5);
            h = x1.mul(w1);
            x1 = h.fma(inverseQ, rounder).sub(rounder).fma(minusQ, h).sub(x1.fma(n1, h));
            x1.intoArray(a, j + 5 * t);
            x2 = x2.sub(x6);
            h = x2.mul(w1);
            x2 = h.fma(inverseQ, rounder).sub(rounder).fma(minusQ, h).sub(x2.fma(n1, h));
            x2.intoArray(a, j + 6 * t);
            x3 = x3.sub(x7);
            h = x3.mul(w1);
            x3 = h.fma(inverseQ, rounder).sub(rounder).fma(minusQ, h).sub(x3.fma(n1, h));
            x3.intoArray(a, j + 7 * t);
        }
    }
}
