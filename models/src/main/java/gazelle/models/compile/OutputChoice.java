package gazelle.models.compile;

import gazelle.models.quantise.QuantisedNetwork;
import gazelle.protocol.model.ArgMax;
import gazelle.protocol.model.Layer;
import gazelle.protocol.model.ModelCard.OutputPolicy;
import gazelle.protocol.model.NetworkSpec;
import gazelle.protocol.model.NetworkWeights;
import gazelle.protocol.model.OutputLayer;
import gazelle.protocol.model.Scores;
import gazelle.protocol.model.TopK;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.TypeConversionException;

/**
 * The owner's choice of what a client learns: the label, the best few labels in order, or every score.
 *
 * @param policy as the card says it
 * @param count labels that the client learns: 1 unless the policy is {@code TOP_K}
 */
public record OutputChoice(OutputPolicy policy, int count) {
    /** The label alone: the least that a model can tell. */
    public static final OutputChoice LABEL = new OutputChoice(OutputPolicy.LABEL, 1);

    /** Every score. */
    public static final OutputChoice SCORES = new OutputChoice(OutputPolicy.SCORES, 1);

    private static final Pattern TOP = Pattern.compile("top-(\\d{1,9})");

    /**
     * Returns the choice of the best few labels.
     *
     * @param count how many, 1..5
     */
    public static OutputChoice top(int count) {
        return new OutputChoice(OutputPolicy.TOP_K, count);
    }

    public OutputChoice {
        if (count < 1 || count > TopK.MAX_COUNT) {
            throw new IllegalArgumentException("output: top-" + count + " (expected: top-1 to top-" + TopK.MAX_COUNT
                    + ", as one circuit tells no more labels)");
        }
    }

    /**
     * Reads a word of the command line; empty if it is none of these.
     *
     * @throws TypeConversionException if it asks for more labels than there can be
     */
    static Optional<OutputChoice> read(String word) {
        Matcher top = TOP.matcher(word);
        try {
            return switch (word) {
                case "label" -> Optional.of(LABEL);
                case "scores" -> Optional.of(SCORES);
                case String _ when top.matches() -> Optional.of(top(Integer.parseInt(top.group(1))));
                default -> Optional.empty();
            };
        } catch (IllegalArgumentException outOfRange) {
            throw new TypeConversionException(outOfRange.getMessage());
        }
    }

    /**
     * Checks that a network has enough classes.
     *
     * @throws IllegalArgumentException if it has fewer than the labels that a client is to learn
     */
    void requireFit(int classes) {
        if (count > classes) {
            throw new IllegalArgumentException("output: top-" + count + " (expected: at most top-" + classes
                    + ", as the network has " + classes + " classes)");
        }
    }

    /** Returns the network with this output in place of its own. */
    QuantisedNetwork applied(QuantisedNetwork network) {
        OutputLayer old = network.spec().output();
        boolean otherCount = old instanceof TopK top && top.count() != count;
        if (policy == old.policy() && !otherCount) {
            return network;
        }
        List<Layer> layers = new ArrayList<>(network.spec().layers());
        String scores = layers.removeLast().sources().getFirst();
        layers.add(
                switch (policy) {
                    case LABEL -> new ArgMax(free("label", layers), scores);
                    case TOP_K -> new TopK(free("best-labels", layers), scores, count);
                    case SCORES -> new Scores(free("all-scores", layers), scores);
                });
        NetworkSpec spec = new NetworkSpec(network.spec().input(), layers);
        return new QuantisedNetwork(
                spec, new NetworkWeights(spec, network.weights().byLayer()), network.inputScale(), network.stages());
    }

    /** A name that no layer has: exporters may use any. */
    private static String free(String name, List<Layer> layers) {
        String free = name;
        for (int i = 2; isTaken(free, layers); i++) {
            free = name + "-" + i;
        }
        return free;
    }

    private static boolean isTaken(String name, List<Layer> layers) {
        return name.equals(Layer.NETWORK_INPUT)
                || layers.stream().anyMatch(layer -> layer.name().equals(name));
    }
}
