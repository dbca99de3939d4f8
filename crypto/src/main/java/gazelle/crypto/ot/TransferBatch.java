package gazelle.crypto.ot;

import java.util.Arrays;

/**
 * Transfers that are made and checked together, then given out once, in order.
 *
 * <p>Bit b of transfer i's label is bit i of row b: the consistency check hashes whole rows, so labels are transposed
 * when they are taken. Behind the transfers of the caller lie {@value OtShape#DELTA_BITS} more, which the check uses up.
 */
final class TransferBatch {
    private final int transferBytes;
    private final byte[][] rows;
    private final byte[] choices;
    private int filledBytes;
    private int takenBytes;

    /**
     * Makes room.
     *
     * @param transfers a multiple of 128, without those that the check uses up
     * @param chooses whether this side has choice bits
     */
    TransferBatch(int transfers, boolean chooses) {
        transferBytes = transfers / Byte.SIZE;
        rows = new byte[OtShape.DELTA_BITS][transferBytes + OtShape.CHECKED_ROW_BYTES];
        choices = new byte[chooses ? rowBytes() : 0];
    }

    /** Bytes of a row, those that the check uses up included. */
    int rowBytes() {
        return transferBytes + OtShape.CHECKED_ROW_BYTES;
    }

    byte[] row(int number) {
        return rows[number];
    }

    /** Packed choice bits of every transfer; empty on the server's side. */
    byte[] choices() {
        return choices;
    }

    /** Transfers that are not yet made, with those that the check uses up. */
    int missing() {
        return (rowBytes() - filledBytes) * Byte.SIZE;
    }

    /** Appends the first {@code bytes} bytes of 128 rows; the choices are written in place. */
    void append(byte[][] from, int bytes) {
        for (int row = 0; row < rows.length; row++) {
            System.arraycopy(from[row], 0, rows[row], filledBytes, bytes);
        }
        filledBytes += bytes;
    }

    /** Bytes of a row that are filled. */
    int filledBytes() {
        return filledBytes;
    }

    /** Transfers that can still be taken. */
    int available() {
        return (transferBytes - takenBytes) * Byte.SIZE;
    }

    /**
     * Moves the next labels into {@code labels} and XORs their choice bits into {@code packedBits}.
     *
     * @param count multiple of 128, at most {@link #available}
     * @param packedBits untouched on the server's side
     */
    void take(int count, RowKernel kernel, byte[] labels, byte[] packedBits) {
        int bytes = count / Byte.SIZE;
        kernel.transpose(rows, takenBytes, bytes, labels, 0);
        if (choices.length > 0) {
            GgmTree.xorInto(choices, takenBytes, packedBits, 0, bytes);
        }
        takenBytes += bytes;
        if (takenBytes == transferBytes) {
            wipe();
        }
    }

    void wipe() {
        for (byte[] row : rows) {
            Arrays.fill(row, (byte) 0);
        }
        Arrays.fill(choices, (byte) 0);
    }
}
