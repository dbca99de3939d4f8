package gazelle.models.compile;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.TypeConversionException;

/**
 * The words of {@code --output}, which may be given twice: what a client learns, and the tensor of the file that gives the scores.
 *
 * @param choice what a client learns
 * @param tensor the name of a tensor; empty for the graph's only output
 */
record OutputWords(OutputChoice choice, Optional<String> tensor) {
    /**
     * Reads the words; one that is none of {@code label}, {@code top-K} and {@code scores} is a name.
     *
     * @throws TypeConversionException if there are two of one kind, or the count of labels is out of range
     */
    static OutputWords parse(List<String> words) {
        Optional<OutputChoice> choice = Optional.empty();
        Optional<String> tensor = Optional.empty();
        for (String word : words) {
            Optional<OutputChoice> read = OutputChoice.read(word);
            if ((read.isPresent() ? choice : tensor).isPresent()) {
                throw new TypeConversionException(
                        "--output " + word + ": the second of its kind (expected: at most one of"
                                + " label, top-K and scores, and one name of a tensor)");
            }
            if (read.isPresent()) {
                choice = read;
            } else {
                tensor = Optional.of(word);
            }
        }
        return new OutputWords(choice.orElse(OutputChoice.LABEL), tensor);
    }
}
