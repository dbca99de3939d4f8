package gazelle.protocol.layer;

import gazelle.crypto.circuit.ActivationCircuit;
import gazelle.crypto.circuit.ArgMaxCircuit;
import gazelle.crypto.linear.LinearPlan;
import gazelle.crypto.linear.NoiseBudgetException;
import gazelle.crypto.packing.ConvolutionGeometry;
import gazelle.crypto.packing.FullyConnectedGeometry;
import gazelle.crypto.packing.LinearGeometry;
import gazelle.crypto.rlwe.RlweParameters;
import gazelle.protocol.model.Activation;
import gazelle.protocol.model.ArgMax;
import gazelle.protocol.model.AveragePool;
import gazelle.protocol.model.Convolution;
import gazelle.protocol.model.FullyConnected;
import gazelle.protocol.model.Layer;
import gazelle.protocol.model.LinearLayer;
import gazelle.protocol.model.NetworkSpec;
import gazelle.protocol.model.TensorShape;
import java.util.ArrayList;
import java.util.List;

/**
 * The stages of one inference, derived by both parties alike from the public specification: it fixes the size and the order of
 * every message.
 */
public final class InferencePlan {
    private final NetworkSpec spec;
    private final List<Stage> stages;

    /**
     * @param spec a network's public part
     * @param parameters the lattice parameters of the session
     * @throws IllegalArgumentException if a layer could fail or is beyond what the packing carries
     */
    public InferencePlan(NetworkSpec spec, RlweParameters parameters) {
        this.spec = spec;
        List<TensorShape> shapes = spec.shapes();
        List<Stage> planned = new ArrayList<>(spec.layers().size());
        for (int i = 0; i < spec.layers().size(); i++) {
            planned.add(stage(spec, i, shapes.get(i), shapes.get(i + 1), parameters));
        }
        this.stages = List.copyOf(planned);
    }

    private static Stage stage(
            NetworkSpec spec, int index, TensorShape input, TensorShape output, RlweParameters parameters) {
        return switch (spec.layers().get(index)) {
            case LinearLayer layer ->
                new LinearStage(index, plan(layer, input, parameters), layer.ringBits(), layer.outputsPerBias(input));
            case Activation activation ->
                new GarbledStage(
                        index,
                        new ActivationCircuit(
                                linearBefore(spec.layers(), index).ringBits(),
                                LinearPlan.GUARD_BITS,
                                activation.shift(),
                                activation.activationBits(),
                                spec.consumer(index).ringBits()),
                        input.elements());
            case AveragePool pool -> new PoolStage(index, pool, input, output);
            case ArgMax _ ->
                new GarbledStage(
                        index,
                        new ArgMaxCircuit(
                                input.elements(),
                                linearBefore(spec.layers(), index).ringBits(),
                                LinearPlan.GUARD_BITS),
                        1);
        };
    }

    private static LinearPlan plan(LinearLayer layer, TensorShape input, RlweParameters parameters) {
        try {
            return LinearPlan.of(geometry(layer, input), layer.ringBits(), layer.weightBits(), parameters);
        } catch (NoiseBudgetException couldFail) {
            throw new IllegalArgumentException(layer.name() + ": " + couldFail.getMessage(), couldFail);
        }
    }

    private static LinearLayer linearBefore(List<Layer> layers, int index) {
        return (LinearLayer) layers.get(index - 1);
    }

    private static LinearGeometry geometry(LinearLayer layer, TensorShape input) {
        return switch (layer) {
            case Convolution c ->
                new ConvolutionGeometry(
                        input.channels(),
                        input.height(),
                        input.width(),
                        c.outChannels(),
                        c.kernelHeight(),
                        c.kernelWidth(),
                        c.strideY(),
                        c.strideX(),
                        c.padTop(),
                        c.padLeft(),
                        c.padBottom(),
                        c.padRight(),
                        1);
            case FullyConnected fullyConnected ->
                new FullyConnectedGeometry(input.elements(), fullyConnected.outputs());
        };
    }

    /** The network's public part. */
    public NetworkSpec spec() {
        return spec;
    }

    /** One stage for each layer, in order. */
    public List<Stage> stages() {
        return stages;
    }

    /** The ring in which the network's input is shared. */
    public int inputRingBits() {
        return ((LinearStage) stages.getFirst()).ringBits();
    }
}
