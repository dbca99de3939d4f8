package gazelle.protocol.session;

import gazelle.crypto.linear.LinearPlan;
import gazelle.crypto.ot.OtClient;
import gazelle.protocol.layer.GarbledStage;
import gazelle.protocol.layer.InferencePlan;
import gazelle.protocol.layer.LinearStage;
import gazelle.protocol.layer.LocalStage;
import gazelle.protocol.layer.Stage;
import gazelle.protocol.model.NetworkGraph;
import gazelle.protocol.profile.LinkProfile;

/**
 * The most of the server's heap that one session may hold at once, estimated from the public shape of a network; a server admits no more
 * sessions than fit.
 *
 * <p>It is the sum of what a session keeps (keys, leaf streams, its thread: {@link #BASIS_BYTES}), what waits to be read (a full queue
 * and the frame beyond it), the shares of all tensors that a layer still needs, and the largest that one layer holds in addition:
 * of a linear layer its share, its masks, its tile of ciphertexts with their transforms and the responses under way; of a circuit the
 * transfers extended ahead with the messages that they come from, and the inputs, labels and tables of two chunks, one that is made
 * and one that is sent. What is sent lies outside the heap, up to 2 MiB and one message (see the transport). Buffers of the
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

    private static final long LABEL_BYTES = 16;

    /** The longest message that is no batch of an inference: JSON, and what one layer adds. */
    private static final int LEAST_REQUEST_BYTES = 64 << 10;

    private SessionMemory() {}

    /** The longest message that a client sends in an inference. */
    static int largestRequestBytes(InferencePlan plan) {
        int largest = LEAST_REQUEST_BYTES;
        for (Stage stage : plan.stages()) {
            largest = Math.max(
                    largest,
                    switch (stage) {
                        case LinearStage linear -> linear.plan().requestBytes();
                        case GarbledStage garbled -> largestExtension(garbled, plan.link());
                        case LocalStage _ -> 0;
                    });
        }
        return largest;
    }

    private static int largestExtension(GarbledStage stage, LinkProfile link) {
        int largest = 0;
        for (int chunk = 0; chunk < stage.chunks(); chunk++) {
            largest = Math.max(largest, OtClient.extensionBytes(link.otTreeBits(), stage.extendedIn(chunk)));
        }
        return largest;
    }

    /** Returns the most that a session running this inference holds, bytes. */
    static long bytes(InferencePlan plan) {
        long largestLayer = 0;
        for (Stage stage : plan.stages()) {
            long layer = switch (stage) {
                case LinearStage linear -> linear(linear.plan());
                case GarbledStage garbled -> garbled(garbled, plan.link());
                case LocalStage _ -> 0;
            };
            largestLayer = Math.max(largestLayer, layer + shares(plan.graph(), stage.layer()));
        }
        return BASIS_BYTES + QUEUE_BYTES + 2L * largestRequestBytes(plan) + largestLayer;
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

    private static long linear(LinearPlan plan) {
        long polynomialBytes = (long) plan.parameters().polyDegree() * Long.BYTES;
        long tile = 0;
        int responses = plan.responseCount();
        for (int response = 0; response < responses; response += LinearStage.MESSAGES_AT_ONCE) {
            int before = plan.requestsNeededFor(response) - plan.requestsNeededFor(0);
            int last = Math.min(responses, response + LinearStage.MESSAGES_AT_ONCE) - 1;
            tile = Math.max(tile, plan.requestsNeededFor(last) - before);
        }
        long ciphertexts = tile + LinearStage.MESSAGES_AT_ONCE;
        long answers = LinearStage.MESSAGES_AT_ONCE;
        long values = (long) plan.geometry().inputs() + plan.geometry().outputs();
        // Both halves of each, once as they came and once transformed.
        return values * Long.BYTES + 4 * polynomialBytes * ciphertexts + 2 * polynomialBytes * answers;
    }

    private static long garbled(GarbledStage stage, LinkProfile link) {
        long extended = 0;
        long transfers = 0;
        long tables = 0;
        for (int chunk = 0; chunk < stage.chunks(); chunk++) {
            long ahead = 0;
            for (int next = chunk; next < stage.extendedBefore(chunk); next++) {
                ahead += OtClient.extensionBytes(link.otTreeBits(), stage.extendedIn(next));
                // The rows of a batch are made whole when it begins, and dropped when its last chunk has taken its own.
                if (next == chunk || stage.beginsBatch(next)) {
                    ahead += stage.transfersInBatchOf(next) * LABEL_BYTES;
                }
            }
            extended = Math.max(extended, ahead);
            transfers = Math.max(transfers, stage.transfersIn(chunk));
            tables = Math.max(tables, stage.tableBytes(chunk));
        }
        return extended + 2 * (transfers * LABEL_BYTES + tables) + tables;
    }
}
