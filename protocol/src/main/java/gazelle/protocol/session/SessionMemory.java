package gazelle.protocol.session;

import gazelle.protocol.model.NetworkGraph;
import gazelle.protocol.step.Exchange;
import gazelle.protocol.step.InferencePlan;
import gazelle.protocol.step.Step;

/**
 * The most of the server's heap that one session may hold at once, estimated from the public shape of a network; a server admits no more
 * sessions than fit.
 *
 * <p>It is the sum of what a session keeps (keys, leaf streams, its thread: {@link #BASIS_BYTES}), what waits to be read (a full queue
 * and the frame beyond it), the shares of all tensors that a layer still needs, and the largest that one step holds in addition
 * ({@link Step#serverBytes}). What is sent lies outside the heap, up to 2 MiB and one message (see the transport). Buffers of the
 * processors' own are not counted: they do not grow with sessions.
 */
final class SessionMemory {
    /** Capacity of the queue of a client's messages that wait while the server computes. */
    static final long QUEUE_BYTES = 2 << 20;

    /**
     * The leaf streams of the largest trees, 4,080 ciphers, were measured at 3.6 MiB; the rest is for keys, a thread and what it
     * allocates.
     */
    static final long BASIS_BYTES = 8 << 20;

    /** The longest message that is no batch of an inference: JSON, and what one layer adds. */
    private static final int LEAST_REQUEST_BYTES = 64 << 10;

    private SessionMemory() {}

    /** Returns the size of the longest message that a client sends in an inference. */
    static int largestRequestBytes(InferencePlan plan) {
        return plan.steps().stream()
                .flatMap(step -> step.exchanges().stream())
                .filter(Exchange::fromClient)
                .mapToInt(Exchange::payloadBytes)
                .reduce(LEAST_REQUEST_BYTES, Math::max);
    }

    /** Returns the most that a session running this inference holds, bytes. */
    static long bytes(InferencePlan plan) {
        long largestStep = plan.steps().stream()
                .mapToLong(step -> step.serverBytes() + shares(plan.graph(), step.layer()))
                .max()
                .orElse(0);
        return BASIS_BYTES + QUEUE_BYTES + 2L * largestRequestBytes(plan) + largestStep;
    }

    /** Tensors that exist while a layer runs, its output among them. */
    private static long shares(NetworkGraph graph, int layer) {
        long elements = 0;
        for (int tensor = 0; tensor <= layer + 1; tensor++) {
            if (tensor == layer + 1 || graph.lastUse(tensor) >= layer) {
                elements += graph.shape(tensor).elements();
            }
        }
        return elements * Long.BYTES;
    }
}
