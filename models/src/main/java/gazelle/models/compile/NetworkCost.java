package gazelle.models.compile;

import gazelle.models.quantise.ActivationCost;
import gazelle.protocol.cost.EstimatedSeconds;
import gazelle.protocol.cost.InferenceCost;
import gazelle.protocol.cost.InferenceCost.LayerCost;
import gazelle.protocol.model.Activation;
import gazelle.protocol.model.Layer;
import gazelle.protocol.model.LinearLayer;
import gazelle.protocol.model.LookupTable;
import gazelle.protocol.model.MaxPool;
import gazelle.protocol.model.NetworkGraph;
import gazelle.protocol.model.NetworkSpec;
import gazelle.protocol.model.NonLinearLayer;
import gazelle.protocol.model.Square;
import gazelle.protocol.model.TensorShape;
import gazelle.protocol.profile.LinkProfile;
import gazelle.protocol.step.GarbledActivation;
import gazelle.protocol.step.InferencePlan;
import gazelle.protocol.step.LinearStep;
import gazelle.protocol.step.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * The cost of one private inference on an open session: bytes exactly, from the public specification, and seconds by estimate.
 *
 * @param layers one for each layer, over a local network
 * @param multiplications of the linear layers together
 * @param bytesUp frames of the client, over a local network
 * @param bytesDown frames of the server, over a local network
 * @param andGates garbled together
 * @param rounds how often the client waits
 * @param seconds estimated
 */
public record NetworkCost(
        List<LayerFigures> layers,
        long multiplications,
        long bytesUp,
        long bytesDown,
        long andGates,
        int rounds,
        EstimatedSeconds seconds) {
    public NetworkCost {
        layers = List.copyOf(layers);
    }

    /**
     * One layer.
     *
     * @param name its name
     * @param kind its kind, as in network.json
     * @param output shape of what it gives
     * @param multiplications of weights and inputs; 0 unless it is linear
     * @param ringBits l of what it gives, or takes if it is a circuit
     * @param shift s; 0 unless it is a circuit
     * @param activationBits aBits, or the signed bits of a square's root; 0 unless it is a circuit
     * @param saturationBits h, bits that saturation drops; 0 unless it is a circuit
     * @param ciphertextsUp requests of the client
     * @param ciphertextsDown responses of the server
     * @param andGates of all its circuits
     * @param bytesUp frames of the client
     * @param bytesDown frames of the server
     */
    public record LayerFigures(
            String name,
            String kind,
            String output,
            long multiplications,
            int ringBits,
            int shift,
            int activationBits,
            int saturationBits,
            int ciphertextsUp,
            int ciphertextsDown,
            long andGates,
            long bytesUp,
            long bytesDown) {}

    /** All bytes of one inference. */
    public long bytes() {
        return bytesUp + bytesDown;
    }

    /**
     * The cost of a network.
     *
     * @throws IllegalArgumentException if a layer could fail, or is beyond what the packing carries
     */
    public static NetworkCost of(NetworkSpec spec) {
        InferencePlan plan = InferencePlan.of(spec, LinkProfile.LAN);
        InferenceCost cost = InferenceCost.of(plan);
        List<LayerFigures> layers = new ArrayList<>();
        for (int i = 0; i < spec.layers().size(); i++) {
            layers.add(figures(spec, i, plan.steps().get(i), cost.layers().get(i)));
        }
        return new NetworkCost(
                layers,
                layers.stream().mapToLong(LayerFigures::multiplications).sum(),
                cost.bytesUp(),
                cost.bytesDown(),
                layers.stream().mapToLong(LayerFigures::andGates).sum(),
                cost.rounds(),
                EstimatedSeconds.of(plan));
    }

    private static LayerFigures figures(NetworkSpec spec, int index, Step step, LayerCost cost) {
        NetworkGraph graph = spec.graph();
        Layer layer = spec.layers().get(index);
        int source = graph.sources(index).getFirst();
        boolean circuit = layer instanceof NonLinearLayer;
        int ringBits = graph.ringBits(circuit ? source : index + 1);
        int shift = layer instanceof NonLinearLayer nonLinear ? nonLinear.shift() : 0;
        int activationBits = switch (layer) {
            case Activation relu -> relu.activationBits();
            case MaxPool pool -> pool.activationBits();
            case Square square -> square.rootBits();
            case LookupTable table -> table.indexBits();
            default -> 0;
        };
        int magnitudeBits =
                layer instanceof Square || layer instanceof LookupTable ? activationBits - 1 : activationBits;
        return new LayerFigures(
                layer.name(),
                layer.kind(),
                graph.shape(index + 1).toString(),
                layer instanceof LinearLayer linear ? multiplications(linear, graph.shape(source)) : 0,
                ringBits,
                shift,
                activationBits,
                circuit ? ActivationCost.saturationBits(ringBits, shift, magnitudeBits) : 0,
                step instanceof LinearStep linear ? linear.plan().requestCount() : 0,
                step instanceof LinearStep linear ? linear.plan().responseCount() : 0,
                andGates(cost),
                cost.bytesUp(),
                cost.bytesDown());
    }

    private static long andGates(LayerCost cost) {
        return cost.operations().name().equals(GarbledActivation.AND_GATES)
                ? cost.operations().count()
                : 0;
    }

    private static long multiplications(LinearLayer layer, TensorShape input) {
        return (long) layer.weightCount(input) * (layer.outputShape(input).elements() / layer.outputChannels());
    }
}
