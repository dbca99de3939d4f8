package gazelle.crypto.ot;

import java.util.ArrayDeque;

/** Checked batches of transfers, given out in order; one thread may add while another takes. */
final class OtPool {
    private final ArrayDeque<TransferBatch> batches = new ArrayDeque<>();
    private final RowKernel kernel = RowKernel.best();

    /** Transfers that can be taken from the oldest batch. */
    synchronized int available() {
        TransferBatch oldest = batches.peek();
        return oldest == null ? 0 : oldest.available();
    }

    /** Takes over a batch that was checked. */
    synchronized void add(TransferBatch batch) {
        batches.add(batch);
    }

    /**
     * Moves the next labels of the oldest batch into {@code labels} and XORs their choice bits into {@code packedBits}.
     *
     * @param count multiple of 128
     * @throws IllegalStateException if that batch holds fewer
     */
    synchronized void take(int count, byte[] labels, byte[] packedBits) {
        if (count > available()) {
            throw new IllegalStateException(
                    "batch: %d transfers left (expected: at least %d)".formatted(available(), count));
        }
        TransferBatch oldest = batches.element();
        oldest.take(count, kernel, labels, packedBits);
        if (oldest.available() == 0) {
            batches.remove();
        }
    }

    synchronized void close() {
        batches.forEach(TransferBatch::wipe);
        batches.clear();
    }
}
