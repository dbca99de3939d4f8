package gazelle.viewer.input;

import java.util.Objects;

/** The scaling of a slice to the model's size. */
public enum Resample {
    /** Area-weighted mean: each cell of the model input averages exactly the part of the slice that it covers. */
    BOX("box");

    private final String cardName;

    Resample(String cardName) {
        this.cardName = cardName;
    }

    /** The word that a model card uses. */
    public String cardName() {
        return cardName;
    }

    /**
     * Reads a model card's word.
     *
     * @throws IllegalArgumentException if the word is unknown
     */
    public static Resample parse(String cardName) {
        Objects.requireNonNull(cardName, "cardName");
        for (Resample candidate : values()) {
            if (candidate.cardName.equals(cardName)) {
                return candidate;
            }
        }
        throw new IllegalArgumentException("resample: " + cardName + " (expected: box)");
    }
}
