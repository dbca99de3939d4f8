package gazelle.crypto.ring;

/** A running sum of products of {@link NttPoly}s, reduced mod q only every eighth product; not thread-safe. */
public final class NttAccumulator {
    /** Eight products of magnitude 0.52 q and a reduced sum stay below 2^51: far inside the exact integers of a double. */
    private static final int PRODUCTS_PER_REDUCTION = 8;

    private final NttKernel kernel;
    private final double[] sum;
    private int pending;

    NttAccumulator(NttKernel kernel, int polyDegree) {
        this.kernel = kernel;
        this.sum = new double[polyDegree];
    }

    /** Adds x * y. */
    public void addProduct(NttPoly x, NttPoly y) {
        makeRoom();
        kernel.multiplyAccumulate(sum, x.live(), y.live());
        pending++;
    }

    /** Adds x * weight to this sum and y * weight to another, which is cheaper than one after the other. */
    public void addProducts(NttPoly x, NttAccumulator other, NttPoly y, NttPoly weight) {
        makeRoom();
        other.makeRoom();
        kernel.multiplyAccumulate(sum, x.live(), other.sum, y.live(), weight.live());
        pending++;
        other.pending++;
    }

    /** The live sum, reduced. */
    double[] reduced() {
        kernel.reduceInPlace(sum);
        pending = 0;
        return sum;
    }

    private void makeRoom() {
        if (pending == PRODUCTS_PER_REDUCTION) {
            kernel.reduceInPlace(sum);
            pending = 0;
        }
    }
}
