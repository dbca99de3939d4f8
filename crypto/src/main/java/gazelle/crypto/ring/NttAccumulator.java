package gazelle.crypto.ring;

/** A running sum of products of {@link NttPoly}s, reduced mod q only every eighth product; not thread-safe. */
public final class NttAccumulator {
    /** Eight products of magnitude 0.52 q and a reduced sum stay below 2^51: far inside the exact integers of a double. */
    private static final int PRODUCTS_PER_REDUCTION = 8;

    /** Values of the sums, of which two such ranges, 8 KiB, stay in every processor's first cache. */
    private static final int RANGE = 512;

    private final NttKernel kernel;
    private final double[] sum;
    private int pending;

    NttAccumulator(NttKernel kernel, int polyDegree) {
        this.kernel = kernel;
        this.sum = new double[polyDegree];
    }

    /** Adds x * y. */
    public void addProduct(NttPoly x, NttPoly y) {
        makeRoomFor(1);
        kernel.multiplyAccumulate(sum, x.live(), y.live());
    }

    /**
     * Adds the inner product of two lists to this sum and that of the same weights with a third list to another. Memory is what
     * such sums wait for: this way each weight is read once, and the sums stay in the cache.
     *
     * @param x as many as {@code weights}
     * @param y as many
     */
    public void addProducts(NttPoly[] x, NttAccumulator other, NttPoly[] y, NttPoly[] weights) {
        for (int from = 0; from < weights.length; from += PRODUCTS_PER_REDUCTION) {
            int to = Math.min(from + PRODUCTS_PER_REDUCTION, weights.length);
            makeRoomFor(to - from);
            other.makeRoomFor(to - from);
            for (int start = 0; start < sum.length; start += RANGE) {
                int end = Math.min(start + RANGE, sum.length);
                for (int i = from; i < to; i++) {
                    kernel.multiplyAccumulate(sum, x[i].live(), other.sum, y[i].live(), weights[i].live(), start, end);
                }
            }
        }
    }

    /** The live sum, reduced. */
    double[] reduced() {
        kernel.reduceInPlace(sum);
        pending = 0;
        return sum;
    }

    private void makeRoomFor(int products) {
        if (pending + products > PRODUCTS_PER_REDUCTION) {
            kernel.reduceInPlace(sum);
            pending = 0;
        }
        pending += products;
    }
}
