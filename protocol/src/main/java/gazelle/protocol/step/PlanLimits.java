package gazelle.protocol.step;

import gazelle.protocol.model.Layer;
import gazelle.protocol.model.MaxPool;
import gazelle.protocol.model.NetworkGraph;
import gazelle.protocol.model.NetworkSpec;

/** Bounds what is planned: a server checks so what it loads, a client what it is offered. */
final class PlanLimits {
    /** Bounds the words of all windows of a max pooling together, and so what an offered model can make a client plan. */
    private static final long MAX_POOL_READS = 1L << 24;

    /**
     * The most messages of an inference, each of which is an object of the plan: else an offer of a few kilobytes could fill a client's
     * memory.
     */
    private static final long MOST_MESSAGES = 1L << 17;

    private PlanLimits() {}

    /**
     * Checks how many messages there are, before they are listed.
     *
     * @throws IllegalArgumentException if they are more than a plan may have
     */
    static void requireMessages(long messages) {
        if (messages > MOST_MESSAGES) {
            throw new IllegalArgumentException(
                    "messages of an inference: " + messages + " (expected: at most " + MOST_MESSAGES + ")");
        }
    }

    /**
     * Checks what can be checked before a network is planned.
     *
     * @throws IllegalArgumentException if a layer reads more than anyone should plan
     */
    static void requireReads(NetworkSpec spec) {
        NetworkGraph graph = spec.graph();
        for (int i = 0; i < spec.layers().size(); i++) {
            if (spec.layers().get(i) instanceof MaxPool pool) {
                long reads = (long) pool.windowElements() * graph.shape(i + 1).elements();
                require(pool, "reads", reads, MAX_POOL_READS);
            }
        }
    }

    /**
     * Checks the size of every message.
     *
     * @throws IllegalArgumentException if one is longer than its type allows
     */
    static void requireFrames(InferencePlan plan) {
        for (Step step : plan.steps()) {
            Layer layer = plan.spec().layers().get(step.layer());
            for (Exchange exchange : step.exchanges()) {
                require(
                        layer,
                        exchange.type() + " bytes",
                        exchange.payloadBytes(),
                        exchange.type().maxPayloadBytes());
            }
        }
    }

    private static void require(Layer layer, String what, long number, long most) {
        if (number > most) {
            throw new IllegalArgumentException(
                    layer.name() + " " + what + ": " + number + " (expected: at most " + most + ")");
        }
    }
}
