package gazelle.crypto.ring;

import gazelle.crypto.vector.KernelSwitch;
import java.time.Duration;
import java.util.Arrays;

/** The scalar kernel until the vector kernel is compiled, then the vector kernel: one {@link KernelSwitch} for all rings. */
final class SwitchingNttKernel implements NttKernel {
    /** The degree that warms up: others run the same compiled code. */
    private static final int POLY_DEGREE = 4096;

    /** The largest prime below 2^48 that is 1 mod 8192; any other would do. */
    private static final PrimeModulus MODULUS = new PrimeModulus(281_474_976_694_273L);

    private static final KernelSwitch<NttKernel> SWITCH = warmUp(new NttTables(POLY_DEGREE, MODULUS));

    private final NttKernel scalar;
    private final NttKernel vector;

    SwitchingNttKernel(NttKernel scalar, NttKernel vector) {
        this.scalar = scalar;
        this.vector = vector;
    }

    /** The kernel that the next call uses. */
    NttKernel current() {
        return SWITCH.isVector() ? vector : scalar;
    }

    /** Waits for the end of the warm-up; whether it ended in time. */
    static boolean await(Duration timeout) throws InterruptedException {
        return SWITCH.await(timeout);
    }

    private static KernelSwitch<NttKernel> warmUp(NttTables tables) {
        long[] residues = new long[POLY_DEGREE];
        Arrays.setAll(residues, i -> i);
        double[] values = new double[POLY_DEGREE];
        double[] sum = new double[POLY_DEGREE];
        double[] otherSum = new double[POLY_DEGREE];
        return new KernelSwitch<>(new ScalarNttKernel(tables), new VectorNttKernel(tables), kernel -> {
            kernel.reducedInto(residues, values);
            kernel.forwardInPlace(values);
            kernel.multiplyAccumulate(sum, values, values);
            kernel.multiplyAccumulate(sum, values, otherSum, values, values, 0, POLY_DEGREE);
            kernel.reduceInPlace(otherSum);
            kernel.reduceInPlace(sum);
            kernel.inverseInPlace(sum);
            kernel.residuesInto(sum, residues);
        });
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
    public void multiplyAccumulate(
            double[] sum, double[] x, double[] otherSum, double[] y, double[] weight, int from, int to) {
        current().multiplyAccumulate(sum, x, otherSum, y, weight, from, to);
    }

    @Override
    public void reduceInPlace(double[] values) {
        current().reduceInPlace(values);
    }
}
