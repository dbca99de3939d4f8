package gazelle.protocol.wire;

import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Constructions by their names: in {@link Hello} those that a client has, in {@link Welcome} those that the server has chosen among them.
 *
 * <p>A name stands for one construction with all its parameters (docs/protocol/messages.md section 4). A receiver passes over names that
 * it does not know in what a client offers; it never does so in what was chosen.
 *
 * @param activations kinds of activation, such as {@code garbled-circuits}
 * @param transfers kinds of oblivious transfer
 * @param checks of oblivious transfers against a client that deviates
 */
public record Capabilities(List<String> activations, List<String> transfers, List<String> checks) {
    /** The most names of one kind. */
    public static final int MOST_NAMES = 16;

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,47}");

    public Capabilities {
        activations = names("activations", activations);
        transfers = names("transfers", transfers);
        checks = names("checks", checks);
    }

    private static List<String> names(String what, List<String> names) {
        if (names.size() > MOST_NAMES) {
            throw new IllegalArgumentException(
                    what + ": " + names.size() + " names (expected: at most " + MOST_NAMES + ")");
        }
        for (String name : names) {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException(
                        what + ": not a name (expected: 1..48 lower-case letters, digits and dashes)");
            }
        }
        if (new HashSet<>(names).size() < names.size()) {
            throw new IllegalArgumentException(what + ": a name stands twice (expected: each once)");
        }
        return List.copyOf(names);
    }
}
