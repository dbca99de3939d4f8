package gazelle.protocol.step;

import gazelle.crypto.linear.LinearPlan;
import gazelle.crypto.linear.NoiseBudgetException;
import gazelle.crypto.packing.ConvolutionGeometry;
import gazelle.crypto.packing.FullyConnectedGeometry;
import gazelle.crypto.packing.LinearGeometry;
import gazelle.crypto.rlwe.RlweParameters;
import gazelle.protocol.model.AveragePool;
import gazelle.protocol.model.Concatenation;
import gazelle.protocol.model.Convolution;
import gazelle.protocol.model.FullyConnected;
import gazelle.protocol.model.GlobalAveragePool;
import gazelle.protocol.model.Layer;
import gazelle.protocol.model.LinearLayer;
import gazelle.protocol.model.NetworkGraph;
import gazelle.protocol.model.NetworkSpec;
import gazelle.protocol.model.NonLinearLayer;
import gazelle.protocol.model.OutputLayer;
import gazelle.protocol.model.ResidualAdd;
import gazelle.protocol.model.TensorShape;
import gazelle.protocol.profile.LinkProfile;
import java.util.stream.IntStream;

/** Turns the layers of one network into steps. */
final class StepPlanner {
    private final NetworkSpec spec;
    private final NetworkGraph graph;
    private final RlweParameters parameters;
    private final ActivationKind activations;
    private final long linearOutputs;

    StepPlanner(NetworkSpec spec, RlweParameters parameters, ActivationKind activations) {
        this.spec = spec;
        this.graph = spec.graph();
        this.parameters = parameters;
        this.activations = activations;
        this.linearOutputs = Math.max(LinearPlan.DEFAULT_COEFFICIENTS_PER_INFERENCE, linearOutputs(spec, graph));
    }

    /** The bound on a wrong result holds for all linear outputs of an inference together. */
    private static long linearOutputs(NetworkSpec spec, NetworkGraph graph) {
        return IntStream.range(0, spec.layers().size())
                .filter(i -> spec.layers().get(i) instanceof LinearLayer)
                .mapToLong(i -> graph.shape(i + 1).elements())
                .sum();
    }

    /** Returns whether a layer's step depends on the link. A linear layer's does not, so its packing is searched for once. */
    boolean dependsOnLink(int index) {
        Layer layer = spec.layers().get(index);
        return layer instanceof NonLinearLayer || layer instanceof OutputLayer;
    }

    /**
     * Returns the step of a layer.
     *
     * @throws IllegalArgumentException if the layer could fail or is beyond what the packing carries
     */
    Step step(int index, LinkProfile link) {
        TensorShape input = graph.shape(graph.sources(index).getFirst());
        TensorShape output = graph.shape(index + 1);
        Layer layer = spec.layers().get(index);
        return switch (layer) {
            case LinearLayer linear -> new LinearStep(index, plan(index, linear, input), !isSkipOfAddition(index + 1));
            case NonLinearLayer _, OutputLayer _ -> activations.plan(layer, index, graph, link);
            case ResidualAdd add -> new LocalStep(index, sum(add, index));
            case AveragePool pool -> new LocalStep(index, new WindowSums(pool, input, output));
            case GlobalAveragePool pool ->
                new LocalStep(
                        index,
                        new WindowSums(
                                new AveragePool(pool.name(), pool.input(), input.height(), input.width(), 1, 1),
                                input,
                                output));
            case Concatenation _ -> new LocalStep(index, new JoinedChannels(graph.ringBits(index + 1)));
        };
    }

    private SkipSum sum(ResidualAdd add, int index) {
        int guardBits = graph.guardBits(index + 1);
        boolean twoLinear = graph.isScaled(graph.sources(index).getLast());
        return new SkipSum(graph.ringBits(index + 1) + guardBits, twoLinear ? 1 : (long) add.skipScale() << guardBits);
    }

    /** Of two linear outputs that are added, the skip leaves the rounding of the guard bits to the other. */
    private boolean isSkipOfAddition(int tensor) {
        int consumer = graph.lastUse(tensor);
        return spec.layers().get(consumer) instanceof ResidualAdd
                && graph.sources(consumer).getLast() == tensor;
    }

    private LinearPlan plan(int index, LinearLayer layer, TensorShape input) {
        try {
            return LinearPlan.of(
                    geometry(layer, input),
                    layer.ringBits(),
                    layer.weightBits(),
                    graph.guardBits(index + 1),
                    parameters,
                    linearOutputs);
        } catch (NoiseBudgetException couldFail) {
            throw new IllegalArgumentException(layer.name() + ": " + couldFail.getMessage(), couldFail);
        }
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
                        c.groups());
            case FullyConnected fullyConnected ->
                new FullyConnectedGeometry(input.elements(), fullyConnected.outputs());
        };
    }
}
