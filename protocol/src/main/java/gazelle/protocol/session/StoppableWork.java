package gazelle.protocol.session;

import gazelle.protocol.wire.SessionException;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Work that one thread does and any other may stop: the worker is interrupted, and never once its work has ended.
 *
 * <p>Whoever waits within the work answers an interrupt with {@code STOPPED}, whoever computes with a {@link CancellationException};
 * both leave the thread's interrupt status set. Work may contain other work with a stop of its own.
 */
public final class StoppableWork {
    private @Nullable Thread worker;
    private boolean stopped;
    private boolean interrupted;

    /** Makes work that no thread does yet. */
    public StoppableWork() {}

    /**
     * A step of the work.
     *
     * @param <T> type of its answer
     */
    @FunctionalInterface
    public interface Step<T> {
        /**
         * Does the work.
         *
         * @throws SessionException if there is no answer
         */
        T run() throws SessionException;
    }

    /**
     * Runs a step on this thread; one at a time.
     *
     * @return the step's answer, even if a stop came after it
     * @throws SessionException {@code STOPPED} if it was stopped before there was an answer, else the step's own
     */
    public <T> T run(Step<T> step) throws SessionException {
        begin();
        try {
            return step.run();
        } catch (CancellationException interruptedComputation) {
            throw SessionException.stopped();
        } catch (SessionException problem) {
            throw isStopped() ? SessionException.stopped() : problem;
        } finally {
            end();
        }
    }

    private synchronized void begin() throws SessionException {
        if (stopped) {
            throw SessionException.stopped();
        }
        if (worker != null) {
            throw new IllegalStateException("worker: " + worker.getName() + " (expected: none)");
        }
        worker = Thread.currentThread();
    }

    private synchronized void end() {
        worker = null;
        if (interrupted) {
            interrupted = false;
            // The stop was meant for this work alone, not for what the thread does next.
            Thread.interrupted();
        }
    }

    /** Makes the step that runs and every later one end with {@code STOPPED}; never blocks. */
    public synchronized void stop() {
        stopped = true;
        if (worker != null) {
            interrupted = true;
            worker.interrupt();
        }
    }

    /** Returns true if it was stopped. */
    public synchronized boolean isStopped() {
        return stopped;
    }
}
