package gazelle.protocol.step;

/**
 * The work of a step, for estimates.
 *
 * @param name what is counted, in the plural
 * @param count how many, over all instances
 * @param secondsEach of both parties together, warm, on two quiet processors
 */
public record Operations(String name, long count, double secondsEach) {
    /** No work worth counting. */
    public static final Operations NONE = new Operations("additions", 0, 0);

    /** Returns the seconds of all of them. */
    public double seconds() {
        return count * secondsEach;
    }
}
