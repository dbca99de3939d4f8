package gazelle.crypto.ring;

/**
 * The scalar kernel until {@link VectorWarmUp} has the vector kernel compiled, then the vector kernel. Until then that one runs
 * a hundred times slower, so no caller may wait for it.
 */
final class SwitchingNttKernel implements NttKernel {
    private final NttKernel scalar;
    private final NttKernel vector;

    SwitchingNttKernel(NttKernel scalar, NttKernel vector) {
        this.scalar = scalar;
        this.vector = vector;
    }

    /** The kernel that the next call uses. */
    NttKernel current() {
        return VectorWarmUp.isDone() ? vector : scalar;
    }

    @Override
    public void reducedInto(long[] residues, double[] values) {
        current().reducedInto(residues, values);
    }

    @Override
    public void residuesInto(double[] values, long[] residues) {
        current().residuesInto(values, residues);
    }

    @Override
    public void forwardInPlace(double[] values) {
        current().forwardInPlace(values);
    }

    @Override
    public void inverseInPlace(double[] values) {
        current().inverseInPlace(values);
    }

    @Override
    public void multiplyAccumulate(double[] sum, double[] x, double[] y) {
        current().multiplyAccumulate(sum, x, y);
    }

    @Override
    public void multiplyAccumulate(double[] sum, double[] x, double[] otherSum, double[] y, double[] weight) {
        current().multiplyAccumulate(sum, x, otherSum, y, weight);
    }

    @Override
    public void reduceInPlace(double[] values) {
        current().reduceInPlace(values);
    }
}
