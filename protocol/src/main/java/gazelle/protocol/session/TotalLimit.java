package gazelle.protocol.session;

import gazelle.protocol.wire.SessionException;
import java.time.Duration;
import java.util.function.LongSupplier;

/** A limit that ends a wait although bytes move; used by one thread. */
sealed interface TotalLimit {
    /** Returns the time for which the other side may still be waited for; not positive once the limit is reached. */
    Duration left();

    /** Counts a time for which the other side was waited for. */
    void waited(Duration duration);

    /** Returns the exception that ends the session once the limit is reached. */
    SessionException exceeded();

    /** A limit on the time that passes, whichever side uses it. */
    final class Span implements TotalLimit {
        private final LongSupplier nanoTime;
        private final Duration allowed;
        private final long begin;

        Span(LongSupplier nanoTime, Duration allowed) {
            this.nanoTime = nanoTime;
            this.allowed = allowed;
            this.begin = nanoTime.getAsLong();
        }

        @Override
        public Duration left() {
            return allowed.minusNanos(nanoTime.getAsLong() - begin);
        }

        @Override
        public void waited(Duration duration) {}

        @Override
        public SessionException exceeded() {
            return SessionException.timedOut(allowed);
        }
    }

    /** A limit on the waiting for a known number of bytes; what this side computes meanwhile, on however slow a machine, does not count. */
    final class Waiting implements TotalLimit {
        private final Duration allowed;
        private final long bytes;
        private Duration used = Duration.ZERO;

        Waiting(Duration allowed, long bytes) {
            this.allowed = allowed;
            this.bytes = bytes;
        }

        @Override
        public Duration left() {
            return allowed.minus(used);
        }

        @Override
        public void waited(Duration duration) {
            used = used.plus(duration);
        }

        @Override
        public SessionException exceeded() {
            return SessionException.tooSlow(allowed, bytes);
        }
    }
}
