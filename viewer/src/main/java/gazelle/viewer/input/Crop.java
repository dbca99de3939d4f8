package gazelle.viewer.input;

import java.util.Objects;

/** The part of a slice that the model sees. */
public enum Crop {
    /** The whole frame. */
    NONE("none"),
    /**
     * The head with a margin of 4 %, so that the zoom of the scan does not reach the model. The head is the bounding box
     * of rows and columns in which at least 2 % of the pixels exceed half of Otsu's threshold.
     */
    HEAD("head"),
    /** The surroundings of a finding that a person marked with a box: {@link MarkedBox}. */
    MARKED("marked");

    private final String cardName;

    Crop(String cardName) {
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
    public static Crop parse(String cardName) {
        Objects.requireNonNull(cardName, "cardName");
        for (Crop candidate : values()) {
            if (candidate.cardName.equals(cardName)) {
                return candidate;
            }
        }
        throw new IllegalArgumentException("crop: " + cardName + " (expected: none, head or marked)");
    }
}
