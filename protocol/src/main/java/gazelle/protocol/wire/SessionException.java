package gazelle.protocol.wire;

import java.time.Duration;
import java.util.Locale;

/** A session that could not begin or go on; the message says what happened, what it means and what to do. */
public final class SessionException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Code code;

    /** The reasons for which a session ends. */
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
        /** The two programs differ in version or parameters, or have too few capabilities in common. */
        INCOMPATIBLE(false),
        /** The server has no model of that name. */
        UNKNOWN_MODEL(false),
        /** The image is not what the model takes. */
        UNSUITABLE_INPUT(false),
        /** The server refused. */
        REFUSED(true),
        /** The server ended the session between two inferences; a new connection has new keys. */
        SESSION_ENDED(true),
        /** Proof that the client deviated from the protocol. */
        CHEATED(false),
        /** The user stopped it. */
        STOPPED(true);

        private final boolean retryHelps;

        Code(boolean retryHelps) {
            this.retryHelps = retryHelps;
        }

        /** Returns true if another try, always a new inference with fresh randomness, can succeed. */
        public boolean retryHelps() {
            return retryHelps;
        }
    }

    public SessionException(Code code, String message) {
        super(message);
        this.code = code;
    }

    /** Returns the error for a violation of the protocol by the other side. */
    public static SessionException malformed(String whatArrived) {
        return new SessionException(
                Code.MALFORMED_MESSAGE,
                "The other side did not follow the protocol: " + whatArrived
                        + ". The connection was closed and no result was produced. "
                        + "If this happens again, tell the server's administrator.");
    }

    /** Returns the server's error for a client that was proved to have cheated. */
    public static SessionException cheated() {
        return new SessionException(
                Code.CHEATED,
                "The client's oblivious transfers contradict each other, which only a modified program causes. The session was "
                        + "ended before anything made from them was sent.");
    }

    /** Returns the error for a connection that ended. */
    public static SessionException lost() {
        return new SessionException(
                Code.CONNECTION_LOST,
                "The connection was lost. No result was produced; only protected data had been sent. "
                        + "Check the network and start again.");
    }

    /** Returns the error for another side that fell silent. */
    public static SessionException timedOut(Duration waited) {
        return new SessionException(
                Code.TIMED_OUT,
                "The other side did not answer within " + waited.toSeconds()
                        + " s. No result was produced; only protected data had been sent. Start again.");
    }

    /**
     * Returns the error for a server that moved bytes too slowly.
     *
     * @param waited the time that the client spent waiting
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

    /** Returns the error for a stop by the user. */
    public static SessionException stopped() {
        return new SessionException(Code.STOPPED, "Stopped. No result was produced.");
    }

    public Code code() {
        return code;
    }
}
