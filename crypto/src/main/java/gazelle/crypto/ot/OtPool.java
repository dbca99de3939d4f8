package gazelle.crypto.ot;

import java.util.ArrayDeque;
import java.util.Arrays;

/** Transfers made ahead, each given out once, in order, and zeroed as it goes; one thread may add while another takes. */
final class OtPool {
    private final ArrayDeque<Batch> batches = new ArrayDeque<>();
    private int available;

    private static final class Batch {
        final byte[] labels;
        final byte[] bits;
        int next;

        Batch(byte[] labels, byte[] bits) {
            this.labels = labels;
            this.bits = bits;
        }

        int remaining() {
            return labels.length / OtShape.LABEL_BYTES - next;
        }

        void wipe() {
            Arrays.fill(labels, (byte) 0);
            Arrays.fill(bits, (byte) 0);
        }
    }

    synchronized int available() {
        return available;
    }

    /** Takes over both arrays; {@code bits} is packed, lowest first, or empty where a side has no choice bits. */
    synchronized void add(byte[] labels, byte[] bits) {
        available = Math.addExact(available, labels.length / OtShape.LABEL_BYTES);
        batches.add(new Batch(labels, bits));
    }

    /**
     * Moves the next {@code count} labels into {@code labels} and XORs their choice bits into {@code packedBits}.
     *
     * @throws IllegalStateException if the pool holds fewer
     */
    synchronized void take(int count, byte[] labels, byte[] packedBits) {
        if (count > available) {
            throw new IllegalStateException("pool: %d transfers (expected: at least %d)".formatted(available, count));
        }
        int taken = 0;
        while (taken < count) {
            Batch batch = batches.element();
            int part = Math.min(count - taken, batch.remaining());
            int from = batch.next * OtShape.LABEL_BYTES;
            int bytes = part * OtShape.LABEL_BYTES;
            System.arraycopy(batch.labels, from, labels, taken * OtShape.LABEL_BYTES, bytes);
            Arrays.fill(batch.labels, from, from + bytes, (byte) 0);
            if (batch.bits.length > 0) {
                xorBits(batch.bits, batch.next, packedBits, taken, part);
            }
            batch.next += part;
            taken += part;
            if (batch.remaining() == 0) {
                batch.wipe();
                batches.remove();
            }
        }
        available -= count;
    }

    private static void xorBits(byte[] from, int fromBit, byte[] into, int intoBit, int count) {
        if ((fromBit | intoBit | count) % Byte.SIZE == 0) {
            GgmTree.xorInto(from, fromBit / Byte.SIZE, into, intoBit / Byte.SIZE, count / Byte.SIZE);
            return;
        }
        for (int i = 0; i < count; i++) {
            int source = fromBit + i;
            int target = intoBit + i;
            int bit = from[source >> 3] >>> (source & 7) & 1;
            into[target >> 3] ^= (byte) (bit << (target & 7));
        }
    }

    synchronized void close() {
        batches.forEach(Batch::wipe);
        batches.clear();
        available = 0;
    }
}
