package gazelle.protocol.session;

import gazelle.protocol.wire.Capabilities;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The choice of a session's capabilities among those of two programs (docs/protocol/messages.md section 4).
 *
 * <p>Checks are never a matter of choice: a server requires all of its own, and a client of this project insists on them too, so that no
 * change of a greeting leads to a session without them.
 */
final class Negotiation {
    private final Capabilities own;

    /**
     * @param own this program's, the preferred ones first
     */
    Negotiation(Capabilities own) {
        this.own = own;
    }

    /** Returns the reason for which this server cannot serve a client with those capabilities, as a sentence; none if it can. */
    Optional<String> objectionTo(Capabilities client) {
        return first(Stream.of(
                oneOf("kind of activation", own.activations(), client.activations()),
                oneOf("kind of oblivious transfer", own.transfers(), client.transfers()),
                allOf("check of oblivious transfers", own.checks(), client.checks())));
    }

    /** Returns the capabilities that this server chooses for a client to which it has no objection. */
    Capabilities chosenFor(Capabilities client) {
        return new Capabilities(
                own.activations().stream()
                        .filter(client.activations()::contains)
                        .toList(),
                own.transfers().stream()
                        .filter(client.transfers()::contains)
                        .limit(1)
                        .toList(),
                own.checks());
    }

    /** Returns the reason for which this client cannot work with what a server chose, as a clause; none if it can. */
    Optional<String> objectionToChoice(Capabilities chosen) {
        return first(Stream.of(
                within("kind of activation", own.activations(), chosen.activations()),
                within("kind of oblivious transfer", own.transfers(), chosen.transfers()),
                within("check of oblivious transfers", own.checks(), chosen.checks()),
                Optional.of("it chose no kind of activation")
                        .filter(_ -> chosen.activations().isEmpty()),
                Optional.of("it chose " + chosen.transfers().size() + " kinds of oblivious transfer, and one is used")
                        .filter(_ -> chosen.transfers().size() != 1),
                own.checks().stream()
                        .filter(check -> !chosen.checks().contains(check))
                        .findFirst()
                        .map(check -> "it leaves out the check of oblivious transfers " + check)));
    }

    private static Optional<String> within(String what, List<String> usable, List<String> chosen) {
        return chosen.stream()
                .filter(name -> !usable.contains(name))
                .findFirst()
                .map(name -> "it chose the " + what + " " + name + ", which this program does not have");
    }

    private static Optional<String> oneOf(String what, List<String> usable, List<String> named) {
        return usable.stream().anyMatch(named::contains)
                ? Optional.empty()
                : Optional.of("The server needs a " + what + " that the client does not name: "
                        + String.join(" or ", usable) + ".");
    }

    private static Optional<String> allOf(String what, List<String> required, List<String> named) {
        return required.stream()
                .filter(check -> !named.contains(check))
                .findFirst()
                .map(check -> "The server needs a " + what + " that the client does not name: " + check + ".");
    }

    private static Optional<String> first(Stream<Optional<String>> objections) {
        return objections.flatMap(Optional::stream).findFirst();
    }
}
