package gazelle.protocol.session;

import gazelle.protocol.transport.Link;
import gazelle.protocol.transport.netty.BytePipe;
import gazelle.protocol.wire.Frame;
import gazelle.protocol.wire.SessionException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A party's end of a connection, by whose clock time passes only while the other party is silent or lets a frame drip, as a test says. For
 * everything else it waits as long as it takes.
 */
final class PacedLink extends InterceptedLink {
    /** The real time of one look for a frame; none of it counts. */
    private static final Duration LOOK = Duration.ofMillis(1);

    private final Link inner;
    private final AtomicLong nanoTime;
    private volatile boolean closed;
    private volatile boolean silent;
    private volatile @Nullable Drip dripping;

    PacedLink(Link inner, AtomicLong nanoTime) {
        super(inner, (_, frame, link, timeout) -> link.send(frame, timeout));
        this.inner = inner;
        this.nanoTime = nanoTime;
    }

    /** A frame of which a byte arrives after each pause, so many bytes; then the rest. */
    private static final class Drip {
        private final BytePipe.End from;
        private final byte[] bytes;
        private final int drops;
        private final Duration pause;
        private final CountDownLatch done = new CountDownLatch(1);
        private int written;

        Drip(BytePipe.End from, Frame frame, int drops, Duration pause) {
            this.from = from;
            this.bytes = BytePipe.End.bytes(frame);
            this.drops = Math.min(drops, bytes.length);
            this.pause = pause;
        }

        /** Writes the next byte, and after the last drop everything; returns true if it is on its way. */
        boolean next() {
            int end = written < drops ? written + 1 : bytes.length;
            boolean sent = from.writeWhileOpen(Arrays.copyOfRange(bytes, written, end));
            written = end;
            if (!sent || written == bytes.length) {
                done.countDown();
            }
            return sent;
        }

        boolean isUnderWay() {
            return done.getCount() > 0;
        }
    }

    /** From now on the other party sends nothing, and the clock runs for as long as it is waited for. */
    void beSilent() {
        silent = true;
    }

    /** Lets a frame of the other party drip in, and returns when it is here or this end was closed. */
    void drip(BytePipe.End from, Frame frame, int drops, Duration pause) throws InterruptedException {
        Drip drip = new Drip(from, frame, drops, pause);
        dripping = drip;
        if (!closed) {
            drip.done.await();
        }
    }

    @Override
    public Frame receive(Duration timeout) throws SessionException {
        Duration waited = Duration.ZERO;
        while (true) {
            try {
                return inner.receive(LOOK);
            } catch (SessionException nothing) {
                if (nothing.code() != SessionException.Code.TIMED_OUT) {
                    throw nothing;
                }
            }
            Drip drip = dripping;
            if (drip != null && !drip.isUnderWay()) {
                drip = null;
            }
            Duration pause = silent ? timeout : drip != null ? drip.pause : Duration.ZERO;
            if (pause.isPositive() && waited.plus(pause).compareTo(timeout) >= 0) {
                nanoTime.addAndGet(timeout.minus(waited).toNanos());
                throw SessionException.timedOut(timeout);
            }
            waited = waited.plus(pause);
            nanoTime.addAndGet(pause.toNanos());
            long before = inner.progress();
            if (drip != null && drip.next()) {
                awaitProgress(before);
            }
        }
    }

    /** A byte that was written still has to pass through a thread of the network. */
    private void awaitProgress(long before) {
        while (inner.progress() == before && !closed) {
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        closed = true;
        inner.close();
        Drip drip = dripping;
        if (drip != null) {
            drip.done.countDown();
        }
    }
}
