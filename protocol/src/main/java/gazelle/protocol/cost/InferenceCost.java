package gazelle.protocol.cost;

import gazelle.crypto.ot.OtClient;
import gazelle.protocol.layer.GarbledStage;
import gazelle.protocol.layer.InferencePlan;
import gazelle.protocol.layer.LinearStage;
import gazelle.protocol.layer.LocalStage;
import gazelle.protocol.layer.Stage;
import gazelle.protocol.profile.LinkProfile;
import gazelle.protocol.wire.Frame;
import java.util.ArrayList;
import java.util.List;

/**
 * The exact bytes, rounds and gates of one inference on an open session, frame headers included.
 *
 * @param layers one for each layer
 * @param bytesUp frames of the client within the layers
 * @param bytesDown frames of the server within the layers
 * @param rounds how often the client waits for an answer within the layers
 */
public record InferenceCost(List<LayerCost> layers, long bytesUp, long bytesDown, int rounds) {
    public InferenceCost {
        layers = List.copyOf(layers);
    }

    /**
     * One layer's cost.
     *
     * @param bytesUp frames of the client
     * @param bytesDown frames of the server
     * @param rounds how often the client waits
     * @param andGates AND gates garbled, over all instances
     * @param products polynomial products of the server
     */
    public record LayerCost(long bytesUp, long bytesDown, int rounds, long andGates, long products) {}

    /**
     * The cost of a plan.
     *
     * @param plan a network's stages
     */
    public static InferenceCost of(InferencePlan plan) {
        List<LayerCost> layers = new ArrayList<>();
        for (Stage stage : plan.stages()) {
            layers.add(
                    switch (stage) {
                        case LinearStage linear -> linear(linear);
                        case GarbledStage garbled -> garbled(garbled, plan.link());
                        case LocalStage _ -> new LayerCost(0, 0, 0, 0, 0);
                    });
        }
        return new InferenceCost(
                layers,
                layers.stream().mapToLong(LayerCost::bytesUp).sum(),
                layers.stream().mapToLong(LayerCost::bytesDown).sum(),
                layers.stream().mapToInt(LayerCost::rounds).sum());
    }

    private static LayerCost linear(LinearStage stage) {
        long up = (long) stage.plan().requestCount()
                * (Frame.HEADER_BYTES + stage.plan().requestBytes());
        long down = 0;
        for (int i = 0; i < stage.plan().responseCount(); i++) {
            down += Frame.HEADER_BYTES + stage.plan().responseBytes(i);
        }
        return new LayerCost(up, down, 1, 0, stage.plan().multiplications());
    }

    private static LayerCost garbled(GarbledStage stage, LinkProfile link) {
        long up = 0;
        long down = 0;
        for (int chunk = 0; chunk < stage.chunks(); chunk++) {
            up += 2L * Frame.HEADER_BYTES
                    + OtClient.extensionBytes(link.otTreeBits(), stage.extendedIn(chunk))
                    + stage.transfersIn(chunk) / Byte.SIZE;
            down += Frame.HEADER_BYTES + stage.tableBytes(chunk);
        }
        up += (long) stage.batches() * (Frame.HEADER_BYTES + OtClient.checkBytes());
        return new LayerCost(up, down, 1, stage.ands(), 0);
    }
}
