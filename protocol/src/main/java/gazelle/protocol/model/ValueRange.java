package gazelle.protocol.model;

/**
 * All values a tensor's elements can take; it always holds 0, since padding is 0.
 *
 * @param low smallest, at most 0
 * @param high largest, at least 0
 */
public record ValueRange(long low, long high) {
    public ValueRange {
        Bounds.within("low", low, -(1L << 40), 0);
        Bounds.within("high", high, 0, 1L << 40);
    }

    /** The range of a sum of {@code terms} such values. */
    public ValueRange times(long terms) {
        return new ValueRange(low * terms, high * terms);
    }
}
