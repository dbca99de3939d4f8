package gazelle.protocol.session;

import gazelle.crypto.ot.OtServer;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/** Extends the server's oblivious transfers beside its garbling, one message after the other. */
final class TransfersAhead implements AutoCloseable {
    private final OtServer transfers;
    private final WorkClock clock;
    private final Queue<CompletableFuture<Void>> extensions = new ArrayDeque<>();
    private CompletableFuture<Void> last = CompletableFuture.completedFuture(null);
    private volatile boolean closed;

    TransfersAhead(OtServer transfers, WorkClock clock) {
        this.transfers = transfers;
        this.clock = clock;
    }

    /** Takes the client's message for {@code count} transfers, of the size that they need. */
    void add(int count, byte[] message) {
        last = last.thenRunAsync(() -> {
            if (!closed) {
                clock.run(Work.OT, () -> transfers.extend(count, message));
            }
        });
        extensions.add(last);
    }

    /** Waits for the oldest extension that was not waited for. */
    void await() {
        extensions.remove().join();
    }

    /** Drops what has not begun and waits for what has, which takes milliseconds. */
    @Override
    public void close() {
        closed = true;
        last.join();
    }
}
