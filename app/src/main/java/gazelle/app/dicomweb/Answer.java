package gazelle.app.dicomweb;

import java.net.http.HttpHeaders;
import java.util.Locale;

/** An archive's answer without the coding of its body; of other statuses than 200 no body is kept. */
final class Answer {
    private final int status;
    private final HttpHeaders headers;
    private final byte[] body;

    /**
     * @param body not copied: it can be as large as the largest file
     */
    Answer(int status, HttpHeaders headers, byte[] body) {
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    int status() {
        return status;
    }

    HttpHeaders headers() {
        return headers;
    }

    /** Returns the body itself, not a copy. */
    byte[] body() {
        return body;
    }

    /** The media type with its parameters; empty if the archive gives none. */
    String contentType() {
        return headers.firstValue("Content-Type").orElse("").strip();
    }

    /** The media type without its parameters, in lower case. */
    String mediaType() {
        String type = contentType();
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }
}
