package gazelle.protocol.model;

import com.fasterxml.jackson.annotation.JsonIgnore;

/** The last layer of a network, which decides how much of the scores the client learns. */
public sealed interface OutputLayer extends SingleInputLayer permits ArgMax, TopK, Scores {
    /** The most classes a circuit compares. */
    int MAX_CLASSES = 1_024;

    /** Returns the output policy, as a card says it. */
    @JsonIgnore
    ModelCard.OutputPolicy policy();

    /**
     * Returns the bits that one output reveals of what it is computed from, at most.
     *
     * @param classes number of scores
     */
    int revealedBits(int classes);

    /** Returns the bits of one index: ceil(log2 classes). */
    static int indexBits(int classes) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(classes - 1);
    }

    /** Checks that the scores are a vector of a usable length. */
    static void requireScores(String name, TensorShape scores) {
        if (scores.height() != 1 || scores.width() != 1 || scores.channels() < 2 || scores.channels() > MAX_CLASSES) {
            throw new IllegalArgumentException(
                    name + ": input " + scores + " (expected: a vector of 2.." + MAX_CLASSES + " scores)");
        }
    }
}
