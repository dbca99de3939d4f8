package gazelle.app.desktop.viewmodel;

import gazelle.protocol.wire.SessionException;

/**
 * The reason why a server cannot be used, or why a run has no result.
 *
 * @param kind the kind of thing to do about it
 * @param message the event, its consequence and the next action, for people
 * @param canRetry true if starting again may help
 */
public record Problem(Kind kind, String message, boolean canRetry) {
    /** The kinds of problems that ask for different actions. */
    public enum Kind {
        /** The server's key is not the trusted one. */
        UNTRUSTED,
        /** Server and program do not fit together. */
        INCOMPATIBLE,
        /** Anything else. */
        FAILURE
    }

    /** A problem that starting again does not solve. */
    static Problem lasting(Exception reason) {
        return new Problem(Kind.FAILURE, String.valueOf(reason.getMessage()), false);
    }

    /** The problem that ended a session. */
    static Problem of(SessionException problem) {
        Kind kind = switch (problem.code()) {
            case UNTRUSTED_SERVER -> Kind.UNTRUSTED;
            case INCOMPATIBLE -> Kind.INCOMPATIBLE;
            case UNREACHABLE, CONNECTION_LOST, TIMED_OUT, MALFORMED_MESSAGE -> Kind.FAILURE;
            case UNKNOWN_MODEL, UNSUITABLE_INPUT, REFUSED, SESSION_ENDED, CHEATED, STOPPED -> Kind.FAILURE;
        };
        return new Problem(
                kind,
                String.valueOf(problem.getMessage()),
                kind == Kind.FAILURE && problem.code().retryHelps());
    }
}
