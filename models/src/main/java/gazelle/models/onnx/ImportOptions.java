package gazelle.models.onnx;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The owner's word on a network beyond its file.
 *
 * @param output the tensor that gives the scores: an output of the graph, or any other that it ends before; the graph's only output if
 *     empty
 * @param probability of a network with one score: the probability above which an image is of the second class; a half if empty
 * @param oneClassPerImage whether several Sigmoids at the end stand for classes of which every image has exactly one
 * @param inputSize the pictures' size, where the file leaves it open or takes a row of pixels
 */
public record ImportOptions(
        Optional<String> output, OptionalDouble probability, boolean oneClassPerImage, Optional<InputSize> inputSize) {
    /** The graph's only output, one half, and no Sigmoids over several scores. */
    public static final ImportOptions USUAL =
            new ImportOptions(Optional.empty(), OptionalDouble.empty(), false, Optional.empty());

    public ImportOptions {
        double share = probability.orElse(0.5);
        if (!(share > 0 && share < 1)) {
            throw new IllegalArgumentException(
                    "threshold: " + share + " (expected: a probability above 0 and below 1)");
        }
    }

    /** Returns the same but for the size of the pictures. */
    public ImportOptions with(InputSize size) {
        return new ImportOptions(output, probability, oneClassPerImage, Optional.of(size));
    }

    /** Returns true if the owner gave a threshold. */
    public boolean hasThreshold() {
        return probability.isPresent();
    }

    /** The probability above which a single score means the second class. */
    public double threshold() {
        return probability.orElse(0.5);
    }
}
