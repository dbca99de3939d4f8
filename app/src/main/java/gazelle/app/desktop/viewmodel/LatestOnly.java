package gazelle.app.desktop.viewmodel;

import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Runs one task at a time, and of those that wait only the newest: what a newer task overtook nobody wants to see any
 * more.
 */
final class LatestOnly implements Executor {
    private final Executor threads;
    private @Nullable Runnable next;
    private boolean running;

    /** Runs its tasks on the threads of another executor. */
    LatestOnly(Executor threads) {
        this.threads = threads;
    }

    @Override
    public synchronized void execute(Runnable task) {
        next = task;
        if (!running) {
            running = true;
            threads.execute(this::drain);
        }
    }

    private void drain() {
        try {
            for (Runnable task = take(); task != null; task = take()) {
                task.run();
            }
        } catch (RuntimeException | Error unexpected) {
            giveUp();
            throw unexpected;
        }
    }

    private synchronized @Nullable Runnable take() {
        Runnable task = next;
        next = null;
        running = task != null;
        return task;
    }

    private synchronized void giveUp() {
        running = false;
    }
}
