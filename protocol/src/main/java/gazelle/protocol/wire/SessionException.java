package gazelle.protocol.wire;

import java.time.Duration;
import java.util.Locale;

/** A session that could not begin or go on; the message says what happened, what it means and what to do. */
public final class SessionException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Code code;

    /** Why a session ended. */
    public enum Code {
        /** No server answered at the address. */
        UNREACHABLE(true),
        /** The server's key is not the one that is trusted. */
        UNTRUSTED_SERVER(false),
        /** The connection ended in the middle. */
        CONNECTION_LOST(true),
        /** The other side fell silent. */
        TIMED_OUT(true),
        /** The other side sent what the protocol does not allow. */
        MALFORMED_MESSAGE(false),
        /** The two programs speak different versions or parameters. */
        INCOMPATIBLE(false),
        /** The server has no model of that name. */
        UNKNOWN_MODEL(false),
        /** The image is not what the model takes. */
        UNSUITABLE_INPUT(false),
        /** The server said no. */
        REFUSED(true),
        /** The server ended the session between two inferences; a new connection has new keys. */
        SESSION_ENDED(true),
        /** The client deviated from the protocol on purpose; proved, not guessed. */
        CHEATED(false),
        /** The user stopped it. */
        STOPPED(true);

        private final boolean retryHelps;

        Code(boolean retryHelps) {
            this.retryHelps = retryHelps;
        }

        /** Whether trying again, always as a new inference with fresh randomness, can succeed. */
        public boolean retryHelps() {
            return retryHelps;
        }
    }

    public SessionException(Code code, String message) {
        super(message);
        this.code = code;
    }

    /** A violation of the protocol by the other side. */
    public static SessionException malformed(String whatArrived) {
        return new SessionException(
                Code.MALFORMED_MESSAGE,
                "The other side did not follow the protocol: " + whatArrived
                        + ". The connection was closed and no result was produced. "
                        + "If this happens again, tell the server's administrator.");
    }

    /** A client that was caught, as its server sees it. */
    public static SessionException cheated() {
        return new SessionException(
                Code.CHEATED,
                "The client's oblivious transfers contradict each other, which only a modified program causes. The session was "
                        + "ended before anything made from them was sent.");
    }

    /** The connection ended. */
    public static SessionException lost() {
        return new SessionException(
                Code.CONNECTION_LOST,
                "The connection was lost. No result was produced; only protected data had been sent. "
                        + "Check the network and start again.");
    }

    /** The other side fell silent. */
    public static SessionException timedOut(Duration waited) {
        return new SessionException(
                Code.TIMED_OUT,
                "The other side did not answer within " + waited.toSeconds()
                        + " s. No result was produced; only protected data had been sent. Start again.");
    }

    /**
     * The server moved bytes, and too slowly.
     *
     * @param waited the time for which it was waited for
     * @param bytes the bytes that were to move in that time, both ways
     */
    public static SessionException tooSlow(Duration waited, long bytes) {
        return new SessionException(
                Code.TIMED_OUT,
                String.format(
                        Locale.ROOT,
                        "The server was too slow: this program waited %d s for it in all, the longest that it allows for "
                                + "%.1f MB. No result was produced; only protected data had been sent. Try again "
                                + "later, or tell the server's administrator. On the command line, a longer "
                                + "--computing-time and a lower --least-rate allow for a slow server or network.",
                        waited.toSeconds(),
                        bytes * 1e-6));
    }

    /** The user's own stop. */
    public static SessionException stopped() {
        return new SessionException(Code.STOPPED, "Stopped. No result was produced.");
    }

    public Code code() {
        return code;
    }
}
