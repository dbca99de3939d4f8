package gazelle.viewer.input;

import java.util.Objects;

/** The step from resampled values to the model's numbers. */
public enum Normalise {
    /** The slice's own values. */
    NONE("none"),
    /** The darkest value of the whole slice becomes 0 and the brightest 1; resampled values lie between. */
    UNIT("unit"),
    /**
     * Minus the mean, divided by the population standard deviation, both of the resampled input: a slice's scanner gain
     * and offset cancel.
     */
    SLICE_MEAN_STD("slice-mean-std");

    private final String cardName;

    Normalise(String cardName) {
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
    public static Normalise parse(String cardName) {
        Objects.requireNonNull(cardName, "cardName");
        for (Normalise candidate : values()) {
            if (candidate.cardName.equals(cardName)) {
                return candidate;
            }
        }
        throw new IllegalArgumentException("normalise: " + cardName + " (expected: none, unit or slice-mean-std)");
    }
}
