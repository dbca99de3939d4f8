package gazelle.protocol.wire;

/**
 * The server's no, to a session or to one inference.
 *
 * @param code why
 * @param retryAfterSeconds when trying again may help; 0 if it won't
 */
public record Refused(Reason code, int retryAfterSeconds) {
    private static final int LONGEST_WAIT_SECONDS = 86_400;

    public Refused {
        if (retryAfterSeconds < 0 || retryAfterSeconds > LONGEST_WAIT_SECONDS) {
            throw new IllegalArgumentException(
                    "retryAfterSeconds: " + retryAfterSeconds + " (expected: 0.." + LONGEST_WAIT_SECONDS + ")");
        }
    }

    /** Why a server says no. */
    public enum Reason {
        /** Another protocol version or other parameters. */
        INCOMPATIBLE,
        /** As many sessions as the server allows are open. */
        BUSY,
        /** No model of that name. */
        UNKNOWN_MODEL,
        /** A message that the protocol does not allow. */
        MALFORMED_MESSAGE,
        /** The server is being stopped. */
        STOPPING,
        /** The connection's keys have served as many inferences as they may; a new connection has new ones. */
        SESSION_SPENT,
        /** Nothing was asked for longer than a session may stand idle. */
        SESSION_IDLE,
        /** The client was silent in the middle of an inference, or an inference took longer than it may. */
        OUT_OF_TIME,
        /** The client's oblivious transfers are not consistent, which no unmodified client causes. */
        CHEATED
    }

    /** What the client tells its user. */
    public SessionException asException() {
        String again = retryAfterSeconds > 0 ? " Try again in " + retryAfterSeconds + " s." : "";
        return switch (code) {
            case INCOMPATIBLE ->
                new SessionException(
                        SessionException.Code.INCOMPATIBLE,
                        "This program and the server speak different versions of the protocol. Nothing was classified. "
                                + "Ask the server's administrator which version to install.");
            case BUSY ->
                new SessionException(
                        SessionException.Code.REFUSED,
                        "The server is busy with other sessions. Nothing was classified." + again);
            case UNKNOWN_MODEL ->
                new SessionException(
                        SessionException.Code.UNKNOWN_MODEL,
                        "The server has no model of that name. Nothing was classified. Choose one that it offers.");
            case MALFORMED_MESSAGE -> SessionException.malformed("the server could not read a message of this program");
            case SESSION_SPENT ->
                new SessionException(
                        SessionException.Code.SESSION_ENDED,
                        "The server wants new keys after this many images. Nothing was classified. Connect again.");
            case SESSION_IDLE ->
                new SessionException(
                        SessionException.Code.SESSION_ENDED,
                        "The server ended the session, because nothing was asked for a while. Nothing was classified. "
                                + "Connect again.");
            case OUT_OF_TIME ->
                new SessionException(
                        SessionException.Code.TIMED_OUT,
                        "The server ended the inference, because it took longer than the server allows or this program "
                                + "was silent for too long. No result was produced; only protected data had been "
                                + "sent. Start again.");
            case CHEATED ->
                new SessionException(
                        SessionException.Code.CHEATED,
                        "The server ended the session, because this program's messages contradict each other. No result was "
                                + "produced. Only a modified or damaged program does that: install it again.");
            case STOPPING ->
                new SessionException(
                        SessionException.Code.REFUSED, "The server is being stopped. No result was produced." + again);
        };
    }
}
