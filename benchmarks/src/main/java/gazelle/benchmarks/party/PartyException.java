package gazelle.benchmarks.party;

/** A measurement that has no figures, in one line for the person who runs it. */
public final class PartyException extends Exception {
    private static final long serialVersionUID = 1;

    /**
     * @param message what happened
     */
    public PartyException(String message) {
        super(message);
    }
}
