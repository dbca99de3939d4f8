package gazelle.protocol.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import gazelle.protocol.text.PlainText;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A refusal by the server, of a session or of one inference.
 *
 * @param code name of a {@link Reason}, or one that a later program has
 * @param retryAfterSeconds the time after which another try may help; 0 if none will
 * @param text a sentence or two for people, shown where the code is not known or says too little; empty from programs before version 3
 */
public record Refused(
        String code,
        int retryAfterSeconds,

        @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonSetter(nulls = Nulls.AS_EMPTY)
        String text) {
    /** The first version whose programs read a text; those of before refuse a message that has one. */
    public static final int FIRST_VERSION_WITH_TEXT = 3;

    /** The longest text, in characters; what is longer is cut off. */
    public static final int MOST_CHARACTERS = 300;

    private static final int LONGEST_WAIT_SECONDS = 86_400;
    private static final Pattern CODE = Pattern.compile("[A-Z][A-Z_]{0,31}");

    /** Quotation marks and what looks like them. */
    private static final Pattern QUOTATION_MARKS =
            Pattern.compile("[\"\u00ab\u00bb\u201c-\u201f\u2033\u2036\u301d-\u301f\uff02]");

    public Refused {
        if (!CODE.matcher(code).matches()) {
            throw new IllegalArgumentException("code: (expected: 1..32 capital letters and underscores)");
        }
        if (retryAfterSeconds < 0 || retryAfterSeconds > LONGEST_WAIT_SECONDS) {
            throw new IllegalArgumentException(
                    "retryAfterSeconds: " + retryAfterSeconds + " (expected: 0.." + LONGEST_WAIT_SECONDS + ")");
        }
        text = PlainText.shownBriefly(text, MOST_CHARACTERS);
    }

    /** A refusal in the usual words of its reason. */
    public Refused(Reason reason, int retryAfterSeconds) {
        this(reason.name(), retryAfterSeconds, reason.text);
    }

    /** The reasons for which a server refuses, each with its text for programs that do not know it. */
    public enum Reason {
        /** Another protocol version, other parameters, or no common capability. */
        INCOMPATIBLE("The two programs do not speak the same protocol."),
        /** As many sessions as the server allows are open, or the client's address asks for more than its share. */
        BUSY("The server is busy, or was asked too often from this address."),
        /** No model of that name. */
        UNKNOWN_MODEL("The server has no model of that name."),
        /** A message that the protocol does not allow. */
        MALFORMED_MESSAGE("The server could not read a message of the client."),
        /** The server is being stopped. */
        STOPPING("The server is being stopped."),
        /** The connection's keys have served as many inferences as they may; a new connection has new ones. */
        SESSION_SPENT("The server wants new keys after this many images."),
        /** Nothing was asked for longer than a session may stand idle. */
        SESSION_IDLE("Nothing was asked for a while."),
        /** The client was silent in the middle of an inference, or an inference took longer than it may. */
        OUT_OF_TIME("It took longer than the server allows."),
        /** The server met an error of its own, such as a lack of memory. */
        SERVER_FAILURE("An error in the server ended the session."),
        /** The client's oblivious transfers are not consistent, which no unmodified client causes. */
        CHEATED("The client's messages contradict each other.");

        private final String text;

        Reason(String text) {
            this.text = text;
        }
    }

    /** Returns the reason; none for a code that only later programs know. */
    public Optional<Reason> reason() {
        return Arrays.stream(Reason.values())
                .filter(known -> known.name().equals(code))
                .findFirst();
    }

    /** Returns this refusal in the form that a program of that version reads, 0 where the version is not known. */
    public Refused readableBy(int protocolVersion) {
        return protocolVersion < FIRST_VERSION_WITH_TEXT ? new Refused(code, retryAfterSeconds, "") : this;
    }

    /** Returns the error that the client shows its user. */
    public SessionException asException() {
        String again = retryAfterSeconds > 0 ? " Try again in " + retryAfterSeconds + " s." : "";
        return reason().map(known -> asException(known, again))
                .orElseGet(
                        () -> new SessionException(
                                SessionException.Code.REFUSED,
                                "The server refused, for a reason that this program does not know (" + code + ")."
                                        + quoted()
                                        + " No result was produced." + again
                                        + " A newer version of this program may know it; else ask the server's administrator."));
    }

    private SessionException asException(Reason known, String again) {
        return switch (known) {
            case INCOMPATIBLE ->
                new SessionException(
                        SessionException.Code.INCOMPATIBLE,
                        "This program and the server do not speak the same protocol. Nothing was classified." + quoted()
                                + " Ask the server's administrator which version to install.");
            case BUSY ->
                new SessionException(
                        SessionException.Code.REFUSED,
                        "The server is busy, or was asked too often from this address. Nothing was classified."
                                + again);
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
            case SERVER_FAILURE ->
                new SessionException(
                        SessionException.Code.REFUSED,
                        "An error in the server ended the session. No result was produced; only protected data had "
                                + "been sent. Start again. If this happens again, tell the server's administrator.");
            case CHEATED ->
                new SessionException(
                        SessionException.Code.CHEATED,
                        "The server ended the session, because this program's messages contradict each other. No result "
                                + "was produced. Only a modified or damaged program does that, this one or one on the way to the "
                                + "server: install this one again.");
            case STOPPING ->
                new SessionException(
                        SessionException.Code.REFUSED, "The server is being stopped. No result was produced." + again);
        };
    }

    /** Returns the text as a quotation, which it cannot end: the words are the server's, not this program's. */
    private String quoted() {
        return text.isEmpty()
                ? ""
                : " The server says: \"" + QUOTATION_MARKS.matcher(text).replaceAll("'") + "\"";
    }
}
