package gazelle.viewer.input;

/** A number measured on a slice. */
public enum Measure {
    /** Share of the frame that stands out from the air. */
    FOREGROUND_SHARE("foreground-share") {
        @Override
        public double of(InputMeasures measures) {
            return measures.foregroundShare();
        }
    },
    /** Height of what stands out over its width. */
    HEAD_ASPECT("head-aspect") {
        @Override
        public double of(InputMeasures measures) {
            return measures.headAspect();
        }
    };

    private final String cardName;

    Measure(String cardName) {
        this.cardName = cardName;
    }

    /** The word that a model card uses. */
    public String cardName() {
        return cardName;
    }

    /** The measure's value of a slice. */
    public abstract double of(InputMeasures measures);

    /**
     * Reads a model card's word.
     *
     * @throws IllegalArgumentException if the word is unknown
     */
    public static Measure parse(String cardName) {
        for (Measure candidate : values()) {
            if (candidate.cardName.equals(cardName)) {
                return candidate;
            }
        }
        throw new IllegalArgumentException("measure: " + cardName + " (expected: foreground-share or head-aspect)");
    }
}
