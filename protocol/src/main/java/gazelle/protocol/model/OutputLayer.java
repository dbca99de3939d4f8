package gazelle.protocol.model;

import com.fasterxml.jackson.annotation.JsonIgnore;

/** The last layer of a network: what the client learns of the scores. */
public sealed interface OutputLayer extends SingleInputLayer permits ArgMax, TopK, Scores {
    /** The most classes a circuit compares. */
    int MAX_CLASSES = 1_024;

    /** What the client learns, as a card says it. */
    @JsonIgnore
    ModelCard.OutputPolicy policy();

    /** Checks that the scores are a vector of a usable length. */
    static void requireScores(String name, TensorShape scores) {
        if (scores.height() != 1 || scores.width() != 1 || scores.channels() < 2 || scores.channels() > MAX_CLASSES) {
            throw new IllegalArgumentException(
                    name + ": input " + scores + " (expected: a vector of 2.." + MAX_CLASSES + " scores)");
        }
    }
}
