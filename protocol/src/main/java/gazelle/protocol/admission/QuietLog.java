package gazelle.protocol.admission;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/** Logs what strangers cause, one line of each kind in a while with the number of those left out, so that the log is no target. */
public final class QuietLog {
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

    private final Logger log;
    private final LongSupplier nanoTime;
    private final Map<Notice, Said> said = new EnumMap<>(Notice.class);

    /** The kinds of lines about strangers. */
    public enum Notice {
        /** A connection closed before TLS began: too many in a short time. */
        CONNECTIONS_TOO_FAST("an address connects more often than it may; its connection was closed"),
        /** A connection closed before TLS began: no room. */
        CONNECTIONS_FULL("as many connections as may be open have greeted; another was closed"),
        /** A connection closed to make room. */
        SILENT_CONNECTION_REPLACED("the oldest connection without a greeting made room for a new one"),
        /** A connection closed at its deadline, because of what came instead, to make room, or by the client. */
        NO_GREETING("a connection ended without a greeting"),
        /** A client refused as busy. */
        SESSIONS_FULL("all sessions are taken; a client was told to come again"),
        /** A client refused as busy. */
        SESSIONS_OF_ADDRESS_FULL("an address has as many sessions as it may; a client was told to come again"),
        /** A client refused as busy. */
        MEMORY_FULL("the heap has no room for another session; a client was told to come again"),
        /** A session ended to make room. */
        GREETED_ONLY_REPLACED("the oldest session that brought no keys made room for a new one"),
        /** A client refused as busy. */
        SET_UPS_TOO_FAST("an address sets up more sessions than it may; a client was told to come again"),
        /** A client refused as busy. */
        SET_UPS_OF_ADDRESS_FULL(
                "an address sets up as many sessions at once as it may; a client was told to come again"),
        /** A session that ended before its turn to be set up. */
        NEVER_SET_UP("a session ended before it was set up"),
        /** An address slowed down after a breach of the protocol. */
        SLOWED_DOWN("an address broke the protocol; its next set-ups have to wait"),
        /** A client refused because the server is being closed. */
        STOPPING("the server is being stopped; a client was told so");

        private final String words;

        Notice(String words) {
            this.words = words;
        }
    }

    private static final class Said {
        private long atNanos;
        private long leftOut;
    }

    /**
     * Makes a log that has said nothing yet.
     *
     * @param log takes the lines, as warnings
     * @param nanoTime a clock
     */
    public QuietLog(Logger log, LongSupplier nanoTime) {
        this.log = log;
        this.nanoTime = nanoTime;
    }

    /**
     * Says something of a peer, or counts it.
     *
     * @param peer name of the peer that it is about, and details that are no secret
     */
    public void say(Notice notice, String peer) {
        long leftOut;
        synchronized (said) {
            long now = nanoTime.getAsLong();
            Said before = said.get(notice);
            if (before != null && now - before.atNanos < BETWEEN_LINES.toNanos()) {
                before.leftOut++;
                return;
            }
            Said line = before == null ? new Said() : before;
            leftOut = line.leftOut;
            line.leftOut = 0;
            line.atNanos = now;
            said.put(notice, line);
        }
        if (leftOut == 0) {
            log.warn("{}: {}", peer, notice.words);
        } else {
            log.warn("{}: {} ({} more of this kind since the last such line)", peer, notice.words, leftOut);
        }
    }
}
