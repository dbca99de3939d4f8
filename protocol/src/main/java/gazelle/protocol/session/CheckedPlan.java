package gazelle.protocol.session;

import gazelle.crypto.ot.OtClient;
import gazelle.protocol.layer.GarbledStage;
import gazelle.protocol.layer.InferencePlan;
import gazelle.protocol.layer.LinearStage;
import gazelle.protocol.layer.Stage;
import gazelle.protocol.model.Layer;
import gazelle.protocol.model.MaxPool;
import gazelle.protocol.model.NetworkGraph;
import gazelle.protocol.model.NetworkSpec;
import gazelle.protocol.profile.LinkProfile;
import gazelle.protocol.wire.FrameType;

/** Plans networks whose every message fits its frame; the server checks what it loads so, the client what it is offered. */
final class CheckedPlan {
    /** Bounds the words of all windows of a max pooling together, and so what an offered model can make a client plan. */
    private static final long MAX_POOL_READS = 1L << 24;

    private CheckedPlan() {}

    /**
     * The stages of a network over one link, checked for all.
     *
     * @throws IllegalArgumentException if a layer could fail, or is beyond what the packing or a message carries
     */
    static InferencePlan of(NetworkSpec spec, LinkProfile link) {
        NetworkGraph graph = spec.graph();
        for (int i = 0; i < spec.layers().size(); i++) {
            if (spec.layers().get(i) instanceof MaxPool pool) {
                require(
                        pool,
                        "reads",
                        (long) pool.windowElements() * graph.shape(i + 1).elements(),
                        MAX_POOL_READS);
            }
        }
        InferencePlan plan = new InferencePlan(spec, ProtocolVersion.RLWE, link);
        for (LinkProfile each : LinkProfile.values()) {
            for (Stage stage : plan.over(each).stages()) {
                requireFrames(spec.layers().get(stage.layer()), stage, each);
            }
        }
        return plan;
    }

    private static void requireFrames(Layer layer, Stage stage, LinkProfile link) {
        if (stage instanceof LinearStage linear) {
            require(layer, FrameType.CIPHERTEXT, linear.plan().requestBytes());
            for (int response = 0; response < linear.plan().responseCount(); response++) {
                require(layer, FrameType.RESPONSE, linear.plan().responseBytes(response));
            }
        } else if (stage instanceof GarbledStage garbled) {
            for (int chunk = 0; chunk < garbled.chunks(); chunk++) {
                require(
                        layer,
                        FrameType.OT_EXTENSION,
                        OtClient.extensionBytes(link.otTreeBits(), garbled.extendedIn(chunk)));
                require(layer, FrameType.CHOICES, garbled.transfersIn(chunk) / Byte.SIZE);
                require(layer, FrameType.TABLES, garbled.tableBytes(chunk));
            }
            require(layer, FrameType.OT_CHECK, OtClient.checkBytes());
        }
    }

    private static void require(Layer layer, FrameType type, long bytes) {
        require(layer, type + " bytes", bytes, type.maxPayloadBytes());
    }

    private static void require(Layer layer, String what, long number, long most) {
        if (number > most) {
            throw new IllegalArgumentException(
                    layer.name() + " " + what + ": " + number + " (expected: at most " + most + ")");
        }
    }
}
