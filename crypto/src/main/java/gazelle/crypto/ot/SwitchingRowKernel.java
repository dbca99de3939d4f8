package gazelle.crypto.ot;

import gazelle.crypto.vector.KernelSwitch;

/** The scalar kernel until the vector kernel is compiled, then that one; loaded only where the vector kernel links. */
final class SwitchingRowKernel implements RowKernel {
    private static final KernelSwitch<RowKernel> SWITCH =
            new KernelSwitch<>(new ScalarRowKernel(), new VectorRowKernel(), SwitchingRowKernel::exercise);

    private static final int HASHED_BYTES = 1 << 12;

    private final RowKernel scalar = new ScalarRowKernel();
    private final RowKernel vector = new VectorRowKernel();

    /** The one switch of all these kernels. */
    static KernelSwitch<RowKernel> warmUp() {
        return SWITCH;
    }

    /** The hash has no vector twin, but is as slow before the runtime has compiled it, so it is exercised here too. */
    private static void exercise(RowKernel kernel) {
        try (RowHash hash = new RowHash(new byte[RowHash.BYTES])) {
            hash.hashInto(0, new byte[HASHED_BYTES], new byte[RowHash.BYTES], 0);
        }
        byte[][] rows = new byte[OtShape.DELTA_BITS][LeafStreams.TILE_BYTES];
        kernel.addFour(rows, rows[4], rows[5], rows[6], LeafStreams.TILE_BYTES);
        kernel.addTwo(rows, rows[4], rows[5], LeafStreams.TILE_BYTES);
        int bytes = LeafStreams.TILE_BYTES / 8;
        kernel.transpose(rows, 0, bytes, new byte[bytes * Byte.SIZE * OtShape.LABEL_BYTES], 0);
    }

    /** The kernel that the next call uses. */
    RowKernel current() {
        return SWITCH.isVector() ? vector : scalar;
    }

    @Override
    public void addFour(byte[][] x, byte[] sum, byte[] low, byte[] high, int bytes) {
        current().addFour(x, sum, low, high, bytes);
    }

    @Override
    public void addTwo(byte[][] x, byte[] sum, byte[] high, int bytes) {
        current().addTwo(x, sum, high, bytes);
    }

    @Override
    public void transpose(byte[][] rows, int from, int bytes, byte[] labels, int labelsAt) {
        current().transpose(rows, from, bytes, labels, labelsAt);
    }
}
