package gazelle.crypto.ring;

/**
 * The kernel in plain Java, for every machine: double arithmetic with {@link Math#fma}, radix-4 passes.
 *
 * <p>Letters: q the modulus, N the degree, psi a primitive 2N-th root of unity, m the number of blocks of a pass, h the
 * quarter of a block, w1..w3 twiddle factors.
 *
 * <p>Exactness. For |x| &lt;= B q and |w| &lt;= q/2, h = x*w rounded and its error l = fma(x, w, -h) are exact; the
 * quotient round(h/q) is off by at most 1/2 + B/64 (1/q is rounded; q &lt; 2^48), and |l| &lt;= B q / 64. So a product is an
 * exact integer of magnitude at most (1/2 + B/32) q. The forward transform adds one product per level to values that start
 * at q/2: after the 12 levels of N = 4096, B &lt; 8, hence every value is below 2^51 and every quotient below 2^50, inside
 * the range where adding 1.5 * 2^52 rounds to an integer. The inverse reduces one of four outputs of each pass; the fixed
 * point of its bound is B &lt; 1.2, with differences of four of them below 5 q.
 */
final class ScalarNttKernel implements NttKernel {
    /** Adding and subtracting this rounds a double of magnitude below 2^51 to the nearest integer. */
    private static final double ROUNDER = 0x1.8p52;

    private final int polyDegree;
    private final double modulus;
    private final double inverseModulus;
    private final double[] twiddles;
    private final double[] inverseTwiddles;
    private final double inverseDegree;
    private final double inverseDegreeTimesTwiddle;

    ScalarNttKernel(NttTables tables) {
        this.polyDegree = tables.polyDegree();
        this.modulus = tables.modulus();
        this.inverseModulus = 1 / modulus;
        this.twiddles = tables.forward();
        this.inverseTwiddles = tables.inverse();
        this.inverseDegree = tables.inverseDegree();
        this.inverseDegreeTimesTwiddle = tables.inverseDegreeTimesTwiddle();
    }

    @Override
    public void reducedInto(long[] residues, double[] values) {
        double q = modulus;
        double qInverse = inverseModulus;
        for (int i = 0; i < values.length; i++) {
            values[i] = reduce((double) residues[i], q, qInverse);
        }
    }

    @Override
    public void residuesInto(double[] values, long[] residues) {
        long q = (long) modulus;
        for (int i = 0; i < residues.length; i++) {
            long value = (long) values[i];
            residues[i] = value + ((value >> 63) & q);
        }
    }

    @Override
    public void forwardInPlace(double[] values) {
        for (int m = 1; m < polyDegree; m *= 4) {
            forwardPass(values, m);
        }
        NttKernel.transposeSquaresInPlace(values);
        reduceInPlace(values);
    }

    @Override
    public void inverseInPlace(double[] values) {
        NttKernel.transposeSquaresInPlace(values);
        for (int m = polyDegree / 4; m > 1; m /= 4) {
            inversePass(values, m);
        }
        inverseLastPass(values);
    }

    @Override
    public void multiplyAccumulate(double[] sum, double[] x, double[] y) {
        double q = modulus;
        double qInverse = inverseModulus;
        for (int i = 0; i < sum.length; i++) {
            sum[i] += multiply(x[i], y[i], q, qInverse);
        }
    }

    @Override
    public void multiplyAccumulate(
            double[] sum, double[] x, double[] otherSum, double[] y, double[] weight, int from, int to) {
        double q = modulus;
        double qInverse = inverseModulus;
        for (int i = from; i < to; i++) {
            sum[i] += multiply(x[i], weight[i], q, qInverse);
        }
        for (int i = from; i < to; i++) {
            otherSum[i] += multiply(y[i], weight[i], q, qInverse);
        }
    }

    @Override
    public void reduceInPlace(double[] values) {
        double q = modulus;
        double qInverse = inverseModulus;
        for (int i = 0; i < values.length; i++) {
            values[i] = reduce(values[i], q, qInverse);
        }
    }

    /** Two Cooley-Tukey levels, no reductions. */
    private void forwardPass(double[] a, int m) {
        double q = modulus;
        double qInverse = inverseModulus;
        int h = polyDegree / (4 * m);
        for (int i = 0; i < m; i++) {
            double w1 = twiddles[m + i];
            double w2 = twiddles[2 * m + 2 * i];
            double w3 = twiddles[2 * m + 2 * i + 1];
            int start = 4 * h * i;
            for (int j = start; j < start + h; j++) {
                double a0 = a[j];
                double a1 = a[j + h];
                double r2 = multiply(a[j + 2 * h], w1, q, qInverse);
                double r3 = multiply(a[j + 3 * h], w1, q, qInverse);
                double b0 = a0 + r2;
                double b2 = a0 - r2;
                double b1 = multiply(a1 + r3, w2, q, qInverse);
                double b3 = multiply(a1 - r3, w3, q, qInverse);
                a[j] = b0 + b1;
                a[j + h] = b0 - b1;
                a[j + 2 * h] = b2 + b3;
                a[j + 3 * h] = b2 - b3;
            }
        }
    }

    /** Two Gentleman-Sande levels; only the sum of sums needs a reduction. */
    private void inversePass(double[] a, int m) {
        double q = modulus;
        double qInverse = inverseModulus;
        int h = polyDegree / (4 * m);
        for (int i = 0; i < m; i++) {
            double w1 = inverseTwiddles[m + i];
            double w2 = inverseTwiddles[2 * m + 2 * i];
            double w3 = inverseTwiddles[2 * m + 2 * i + 1];
            int start = 4 * h * i;
            for (int j = start; j < start + h; j++) {
                double b0 = a[j] + a[j + h];
                double b1 = multiply(a[j] - a[j + h], w2, q, qInverse);
                double b2 = a[j + 2 * h] + a[j + 3 * h];
                double b3 = multiply(a[j + 2 * h] - a[j + 3 * h], w3, q, qInverse);
                a[j] = reduce(b0 + b2, q, qInverse);
                a[j + h] = b1 + b3;
                a[j + 2 * h] = multiply(b0 - b2, w1, q, qInverse);
                a[j + 3 * h] = multiply(b1 - b3, w1, q, qInverse);
            }
        }
    }

    /** The last two levels, with the division by N folded into their twiddle factors. */
    private void inverseLastPass(double[] a) {
        double q = modulus;
        double qInverse = inverseModulus;
        int h = polyDegree / 4;
        double w0 = inverseDegree;
        double w1 = inverseDegreeTimesTwiddle;
        double w2 = inverseTwiddles[2];
        double w3 = inverseTwiddles[3];
        for (int j = 0; j < h; j++) {
            double b0 = a[j] + a[j + h];
            double b1 = multiply(a[j] - a[j + h], w2, q, qInverse);
            double b2 = a[j + 2 * h] + a[j + 3 * h];
            double b3 = multiply(a[j + 2 * h] - a[j + 3 * h], w3, q, qInverse);
            a[j] = multiply(b0 + b2, w0, q, qInverse);
            a[j + h] = multiply(b1 + b3, w0, q, qInverse);
            a[j + 2 * h] = multiply(b0 - b2, w1, q, qInverse);
            a[j + 3 * h] = multiply(b1 - b3, w1, q, qInverse);
        }
    }

    private static double multiply(double x, double w, double q, double qInverse) {
        double high = x * w;
        double low = Math.fma(x, w, -high);
        double quotient = Math.fma(high, qInverse, ROUNDER) - ROUNDER;
        return Math.fma(-quotient, q, high) + low;
    }

    private static double reduce(double x, double q, double qInverse) {
        double quotient = Math.fma(x, qInverse, ROUNDER) - ROUNDER;
        return Math.fma(-quotient, q, x);
    }
}
