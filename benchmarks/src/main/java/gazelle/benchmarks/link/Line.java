package gazelle.benchmarks.link;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One direction of a throttled connection: pieces wait in a ring until their last byte has crossed the line and the latency is over.
 *
 * <p>One thread fills, another drains; neither allocates. The line is never idle while the sender has something to send, and what
 * has crossed it waits for a slow receiver as it would in that receiver's socket.
 */
final class Line {
    private static final int LARGEST_PIECE_BYTES = 16 << 10;
    private static final int SPARE_BYTES = 1 << 20;
    private static final int LARGEST_RING_BYTES = 64 << 20;

    /** Wake-ups come later than asked by about this, the timer slack of the system. */
    private static final long EARLY_NANOS = 50_000;

    private final double nanosPerByte;
    private final long delayNanos;
    private final LongAdder carried;
    private final byte[] ring;
    private final long[] dueNanos;
    private final int[] lengths;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long filledBytes;
    private long drainedBytes;
    private long filledPieces;
    private long drainedPieces;
    private boolean ended;

    /**
     * @param nanosPerByte time that a byte takes to cross
     * @param delayNanos latency of this direction
     * @param carried counts the bytes that entered
     */
    Line(double nanosPerByte, long delayNanos, LongAdder carried) {
        this.nanosPerByte = nanosPerByte;
        this.delayNanos = delayNanos;
        this.carried = carried;
        double underWay = nanosPerByte > 0 ? delayNanos / nanosPerByte : 0;
        int bytes = (int) Math.min(LARGEST_RING_BYTES, SPARE_BYTES + 2 * underWay);
        this.ring = new byte[bytes / LARGEST_PIECE_BYTES * LARGEST_PIECE_BYTES];
        this.dueNanos = new long[ring.length / 64];
        this.lengths = new int[dueNanos.length];
    }

    /** Reads until the sender ends; then, or on an error, the draining side is told. */
    void fill(InputStream in) {
        long lineFree = System.nanoTime();
        try {
            while (true) {
                int room = awaitRoom();
                int start = (int) (filledBytes % ring.length);
                int read = in.read(ring, start, room);
                if (read < 0) {
                    break;
                }
                carried.add(read);
                lineFree = Math.max(lineFree, System.nanoTime()) + (long) (read * nanosPerByte);
                entered(read, lineFree + delayNanos);
            }
        } catch (IOException | InterruptedException cut) {
            lineFree = System.nanoTime();
        } finally {
            end();
        }
    }

    private int awaitRoom() throws InterruptedException {
        lock.lock();
        try {
            int contiguous = ring.length - (int) (filledBytes % ring.length);
            int wanted = Math.min(LARGEST_PIECE_BYTES, contiguous);
            while (!ended
                    && (ring.length - (filledBytes - drainedBytes) < wanted
                            || filledPieces - drainedPieces == lengths.length)) {
                changed.await();
            }
            if (ended) {
                throw new InterruptedException("the receiver has gone");
            }
            return wanted;
        } finally {
            lock.unlock();
        }
    }

    private void entered(int bytes, long due) {
        lock.lock();
        try {
            int slot = (int) (filledPieces % lengths.length);
            lengths[slot] = bytes;
            dueNanos[slot] = due;
            filledBytes += bytes;
            filledPieces++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Writes every piece when it is due, until the sender has ended and nothing is left. */
    void drain(OutputStream out) {
        try {
            while (awaitPiece()) {
                int slot = (int) (drainedPieces % lengths.length);
                awaitTime(dueNanos[slot]);
                out.write(ring, (int) (drainedBytes % ring.length), lengths[slot]);
                left(lengths[slot]);
            }
        } catch (IOException | InterruptedException cut) {
            end();
        }
    }

    private boolean awaitPiece() throws InterruptedException {
        lock.lock();
        try {
            while (filledPieces == drainedPieces && !ended) {
                changed.await();
            }
            return filledPieces > drainedPieces;
        } finally {
            lock.unlock();
        }
    }

    private static void awaitTime(long due) throws InterruptedException {
        for (long left = due - System.nanoTime(); left > EARLY_NANOS; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left - EARLY_NANOS);
            if (Thread.interrupted()) {
                throw new InterruptedException("the proxy closes");
            }
        }
    }

    private void left(int bytes) {
        lock.lock();
        try {
            drainedBytes += bytes;
            drainedPieces++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void end() {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
