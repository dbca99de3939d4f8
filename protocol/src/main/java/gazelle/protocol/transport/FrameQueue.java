package gazelle.protocol.transport;

import gazelle.protocol.wire.Frame;
import gazelle.protocol.wire.SessionException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Frames on their way in one direction: bounded for those who wait, and ended once with a cause. */
public final class FrameQueue {
    private static final long OBJECT_BYTES = 64;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<Frame> frames = new ArrayDeque<>();
    private long limitBytes;
    private long queuedBytes;
    private @Nullable SessionException end;

    /**
     * @param limitBytes bytes that may be queued before {@link #put} waits
     */
    public FrameQueue(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    /**
     * Adds a frame, waiting while the queue is full.
     *
     * @throws SessionException the cause of the end, or {@code TIMED_OUT}
     */
    public void put(Frame frame, Duration timeout) throws SessionException {
        lock.lock();
        try {
            long remaining = timeout.toNanos();
            while (queuedBytes > limitBytes && end == null) {
                requireTimeLeft(remaining, timeout);
                remaining = changed.awaitNanos(remaining);
            }
            if (end != null) {
                throw cause(end);
            }
            add(frame);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw SessionException.stopped();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Adds a frame without waiting; after the end it is dropped.
     *
     * @return true if the queue is now full, so that its source should pause
     */
    public boolean offer(Frame frame) {
        lock.lock();
        try {
            if (end == null) {
                add(frame);
            }
            return queuedBytes > limitBytes;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes the next frame. What was queued before the end is still delivered.
     *
     * @throws SessionException the cause of the end, or {@code TIMED_OUT}
     */
    public Frame take(Duration timeout) throws SessionException {
        lock.lock();
        try {
            long remaining = timeout.toNanos();
            while (frames.isEmpty() && end == null) {
                requireTimeLeft(remaining, timeout);
                remaining = changed.awaitNanos(remaining);
            }
            Frame frame = frames.poll();
            if (frame == null) {
                throw cause(end);
            }
            queuedBytes -= weight(frame);
            changed.signalAll();
            return frame;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw SessionException.stopped();
        } finally {
            lock.unlock();
        }
    }

    /** Changes how much may be queued; what is queued stays. */
    public void limit(long bytes) {
        lock.lock();
        try {
            limitBytes = bytes;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Returns true while the source may go on. */
    public boolean hasRoom() {
        lock.lock();
        try {
            return queuedBytes <= limitBytes / 2;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the queue; only the first cause counts. */
    public void end(SessionException cause) {
        lock.lock();
        try {
            if (end == null) {
                end = cause;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Returns the reason why the queue ended, or a lost connection if it did not. */
    public SessionException causeOfEnd() {
        lock.lock();
        try {
            return cause(end);
        } finally {
            lock.unlock();
        }
    }

    /** A new exception each time: callers in several threads add to theirs. */
    private static SessionException cause(@Nullable SessionException end) {
        return end == null
                ? SessionException.lost()
                : new SessionException(end.code(), String.valueOf(end.getMessage()));
    }

    /** Returns the bytes that a queued frame takes in memory: an empty one is not free. */
    private static long weight(Frame frame) {
        return frame.wireBytes() + OBJECT_BYTES;
    }

    private void add(Frame frame) {
        frames.add(frame);
        queuedBytes += weight(frame);
        changed.signalAll();
    }

    private static void requireTimeLeft(long remainingNanos, Duration timeout) throws SessionException {
        if (remainingNanos <= 0) {
            throw SessionException.timedOut(timeout);
        }
    }
}
