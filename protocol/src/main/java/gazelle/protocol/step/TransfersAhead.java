package gazelle.protocol.step;

import gazelle.crypto.ot.CheatingClientException;
import gazelle.crypto.ot.OtServer;
import gazelle.protocol.meter.Work;
import gazelle.protocol.meter.WorkClock;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Extends and verifies the server's oblivious transfers beside its garbling, one message after the other. */
final class TransfersAhead implements AutoCloseable {
    private final OtServer transfers;
    private final WorkClock clock;
    private final Queue<CompletableFuture<Void>> verifications = new ArrayDeque<>();
    private CompletableFuture<Void> last = CompletableFuture.completedFuture(null);
    private volatile boolean closed;

    TransfersAhead(OtServer transfers, WorkClock clock) {
        this.transfers = transfers;
        this.clock = clock;
    }

    /** Begins a batch of {@code count} transfers. */
    void begin(int count) {
        enqueue(() -> transfers.begin(count));
    }

    /** Takes the client's message for {@code count} transfers, of the size that they need. */
    void extend(int count, byte[] message) {
        enqueue(() -> transfers.extend(count, message));
    }

    /** Takes the client's message that ends a batch. */
    void verify(byte[] message) {
        enqueue(() -> transfers.verify(message));
        verifications.add(last);
    }

    private void enqueue(Runnable step) {
        last = last.thenRunAsync(() -> {
            if (!closed) {
                clock.run(Work.OT, step);
            }
        });
    }

    /**
     * Waits for the oldest verification that was not waited for; its batch can be taken then.
     *
     * @throws gazelle.crypto.ot.CheatingClientException if the client deviated
     */
    void awaitVerified() {
        try {
            verifications.remove().join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (failed.getCause() instanceof Error cause) {
                throw cause;
            }
            throw failed;
        }
    }

    /**
     * Reports a client that deviated, however the inference ends.
     *
     * @throws gazelle.crypto.ot.CheatingClientException if one of its messages so far proves it
     */
    void reportCheating() {
        try {
            last.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof CheatingClientException proof) {
                throw proof;
            }
        }
    }

    /** Drops what has not begun and waits for what has, which takes milliseconds. */
    @Override
    public void close() {
        closed = true;
        // Whatever failed was reported by the verification that depended on it, or is of no use any more.
        var _ = last.exceptionally(_ -> null).join();
    }
}
