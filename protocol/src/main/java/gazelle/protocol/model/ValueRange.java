package gazelle.protocol.model;

/**
 * All values an integer can take.
 *
 * @param low smallest
 * @param high largest, at least {@code low}
 */
public record ValueRange(long low, long high) {
    private static final long LARGEST = 1L << 48;

    public ValueRange {
        Bounds.within("low", low, -LARGEST, LARGEST);
        Bounds.within("high", high, low, LARGEST);
    }

    /** Returns the range of a sum of {@code terms} such values. */
    public ValueRange times(long terms) {
        return new ValueRange(low * terms, high * terms);
    }

    /** Returns the width of the smallest two's complement integer that holds every value. */
    public int signedBits() {
        return Math.max(signedBits(low), signedBits(high));
    }

    private static int signedBits(long value) {
        return 65 - Long.numberOfLeadingZeros(value < 0 ? ~value : value);
    }
}
