package gazelle.crypto.ring;

/**
 * The five loops where lattice time goes, on integers held in doubles; implementations differ in speed and in the order
 * of the transformed values, never in results. "Reduced" means an integer of magnitude at most q/2 + 1.
 */
interface NttKernel {
    /** Replaces N reduced coefficients by N reduced transformed values. */
    void forwardInPlace(double[] values);

    /** Replaces N reduced transformed values by N coefficients of magnitude below q. */
    void inverseInPlace(double[] values);

    /** Adds the products x[i] * y[i] of reduced values, each of magnitude at most 0.52 q, to {@code sum}. */
    void multiplyAccumulate(double[] sum, double[] x, double[] y);

    /** Reduces integers of magnitude up to 2^51. */
    void reduceInPlace(double[] values);
}
