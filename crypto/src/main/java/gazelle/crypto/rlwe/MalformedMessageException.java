package gazelle.crypto.rlwe;

/**
 * A message of the peer that no honest peer sends: wrong length or a coefficient outside its range.
 *
 * <p>It never depends on a decrypted value, so raising it tells the peer nothing.
 */
public final class MalformedMessageException extends RuntimeException {
    public MalformedMessageException(String message) {
        super(message);
    }
}
