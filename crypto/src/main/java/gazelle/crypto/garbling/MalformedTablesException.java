package gazelle.crypto.garbling;

import java.io.Serial;

/** Garbled tables from the peer whose size does not fit the circuit; a retry with the same peer does not help. */
public final class MalformedTablesException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    MalformedTablesException(long received, long expected) {
        super("tables: %d bytes (expected: %d)".formatted(received, expected));
    }
}
