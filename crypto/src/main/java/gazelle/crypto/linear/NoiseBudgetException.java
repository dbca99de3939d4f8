package gazelle.crypto.linear;

/** A layer whose results could be wrong with probability above 2^-40, and which is therefore refused. */
public final class NoiseBudgetException extends RuntimeException {
    NoiseBudgetException(String message) {
        super(message);
    }
}
