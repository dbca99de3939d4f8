package gazelle.protocol.layer;

import gazelle.crypto.circuit.ActivationCircuit;
import gazelle.crypto.circuit.ArgMaxCircuit;
import gazelle.crypto.circuit.Circuit;
import gazelle.crypto.circuit.MaxPoolCircuit;
import gazelle.crypto.circuit.ScoresCircuit;
import gazelle.crypto.circuit.SquareCircuit;
import gazelle.crypto.circuit.TopKCircuit;
import gazelle.crypto.linear.LinearPlan;
import gazelle.crypto.linear.NoiseBudgetException;
import gazelle.crypto.packing.ConvolutionGeometry;
import gazelle.crypto.packing.FullyConnectedGeometry;
import gazelle.crypto.packing.LinearGeometry;
import gazelle.crypto.rlwe.RlweParameters;
import gazelle.protocol.model.Activation;
import gazelle.protocol.model.ArgMax;
import gazelle.protocol.model.AveragePool;
import gazelle.protocol.model.Concatenation;
import gazelle.protocol.model.Convolution;
import gazelle.protocol.model.FullyConnected;
import gazelle.protocol.model.GlobalAveragePool;
import gazelle.protocol.model.LinearLayer;
import gazelle.protocol.model.MaxPool;
import gazelle.protocol.model.NetworkGraph;
import gazelle.protocol.model.NetworkSpec;
import gazelle.protocol.model.NonLinearLayer;
import gazelle.protocol.model.OutputLayer;
import gazelle.protocol.model.ResidualAdd;
import gazelle.protocol.model.Scores;
import gazelle.protocol.model.Square;
import gazelle.protocol.model.TensorShape;
import gazelle.protocol.model.TopK;
import gazelle.protocol.profile.LinkProfile;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The stages of one inference, derived by both parties alike from the public specification: it fixes the size and the order of
 * every message.
 */
public final class InferencePlan {
    private final NetworkSpec spec;
    private final NetworkGraph graph;
    private final RlweParameters parameters;
    private final LinkProfile link;
    private final long linearOutputs;
    private final List<Stage> stages;

    /**
     * @param spec a network's public part
     * @param parameters the lattice parameters of the session
     * @param link what it runs over
     * @throws IllegalArgumentException if a layer could fail or is beyond what the packing carries
     */
    public InferencePlan(NetworkSpec spec, RlweParameters parameters, LinkProfile link) {
        this.link = link;
        this.spec = spec;
        this.graph = spec.graph();
        this.parameters = parameters;
        this.linearOutputs = Math.max(LinearPlan.DEFAULT_COEFFICIENTS_PER_INFERENCE, linearOutputs(spec, graph));
        this.stages =
                IntStream.range(0, spec.layers().size()).mapToObj(this::stage).toList();
    }

    private InferencePlan(InferencePlan other, LinkProfile link) {
        this.spec = other.spec;
        this.graph = other.graph;
        this.parameters = other.parameters;
        this.link = link;
        this.linearOutputs = other.linearOutputs;
        // Garbled stages alone depend on the link; linear ones are searched for, which takes a while.
        this.stages = other.stages.stream()
                .map(stage -> stage instanceof GarbledStage garbled ? stage(garbled.layer()) : stage)
                .toList();
    }

    /** The same inference over another link; linear stages are the same objects. */
    public InferencePlan over(LinkProfile other) {
        return other == link ? this : new InferencePlan(this, other);
    }

    /** The bound on a wrong result holds for all linear outputs of an inference together. */
    private static long linearOutputs(NetworkSpec spec, NetworkGraph graph) {
        return IntStream.range(0, spec.layers().size())
                .filter(i -> spec.layers().get(i) instanceof LinearLayer)
                .mapToLong(i -> graph.shape(i + 1).elements())
                .sum();
    }

    private Stage stage(int index) {
        int source = graph.sources(index).getFirst();
        TensorShape input = graph.shape(source);
        TensorShape output = graph.shape(index + 1);
        return switch (spec.layers().get(index)) {
            case LinearLayer layer -> new LinearStage(index, plan(index, layer, input), !isSkipOfAddition(index + 1));
            case ResidualAdd add -> {
                int guardBits = graph.guardBits(index + 1);
                boolean twoLinear = graph.isScaled(graph.sources(index).getLast());
                yield new ResidualStage(
                        index,
                        graph.ringBits(index + 1) + guardBits,
                        twoLinear ? 1 : (long) add.skipScale() << guardBits);
            }
            case MaxPool pool -> garbled(index, chunking(pool, index));
            case NonLinearLayer layer ->
                garbled(index, new UniformChunks(circuit(layer, index), link.garbling(), input.elements()));
            case AveragePool pool -> new PoolStage(index, pool, input, output);
            case GlobalAveragePool pool ->
                new PoolStage(
                        index,
                        new AveragePool(pool.name(), pool.input(), input.height(), input.width(), 1, 1),
                        input,
                        output);
            case Concatenation _ -> new ConcatenationStage(index, graph.ringBits(index + 1));
            case OutputLayer layer ->
                garbled(
                        index,
                        new UniformChunks(
                                circuit(layer, index),
                                link.garbling(),
                                layer instanceof Scores ? input.elements() : 1));
        };
    }

    private GarbledStage garbled(int index, Chunking chunking) {
        return new GarbledStage(index, link.garbling(), chunking);
    }

    /** Strips where windows overlap: they never cost more then, and often half. */
    private Chunking chunking(MaxPool pool, int index) {
        TensorShape input = graph.shape(graph.sources(index).getFirst());
        TensorShape output = graph.shape(index + 1);
        ActivationCircuit clamp = clamp(pool, pool.activationBits(), index);
        // Without a bit besides the sign every output is 0 and no key exists.
        if (pool.windowsOverlap() && pool.shift() < clamp.ringBits() - 1) {
            PooledStrips strips =
                    new PooledStrips(pool, clamp, input, output, link.garbling(), GarbledStage.TARGET_STRIP_BYTES);
            if (strips.fitFrames()) {
                return strips;
            }
        }
        return new UniformChunks(
                circuit(pool, index), link.garbling(), output.elements(), WindowGather.of(pool, input, output));
    }

    private ActivationCircuit clamp(NonLinearLayer layer, int activationBits, int index) {
        int source = graph.sources(index).getFirst();
        return new ActivationCircuit(
                graph.ringBits(source),
                graph.guardBits(source),
                layer.shift(),
                activationBits,
                graph.ringBits(index + 1));
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

    private Circuit circuit(NonLinearLayer layer, int index) {
        int source = graph.sources(index).getFirst();
        int ringBits = graph.ringBits(source);
        int guardBits = graph.guardBits(source);
        int outputBits = graph.ringBits(index + 1);
        return switch (layer) {
            case Activation activation -> clamp(activation, activation.activationBits(), index);
            case MaxPool pool ->
                new MaxPoolCircuit(
                        pool.windowElements(), ringBits, guardBits, layer.shift(), pool.activationBits(), outputBits);
            case Square square -> new SquareCircuit(ringBits, guardBits, layer.shift(), square.rootBits(), outputBits);
        };
    }

    private Circuit circuit(OutputLayer layer, int index) {
        int source = graph.sources(index).getFirst();
        int ringBits = graph.ringBits(source);
        int guardBits = graph.guardBits(source);
        int classes = graph.shape(source).elements();
        return switch (layer) {
            case ArgMax _ -> new ArgMaxCircuit(classes, ringBits, guardBits);
            case TopK top -> new TopKCircuit(classes, top.count(), ringBits, guardBits);
            case Scores _ -> new ScoresCircuit(ringBits, guardBits);
        };
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

    /** What the inference runs over. */
    public LinkProfile link() {
        return link;
    }

    /** The network's public part. */
    public NetworkSpec spec() {
        return spec;
    }

    /** How the layers hang together. */
    public NetworkGraph graph() {
        return graph;
    }

    /** One stage for each layer, in order. */
    public List<Stage> stages() {
        return stages;
    }

    /** Returns the stages that end in shares: all but the last. */
    public List<Stage> stagesBeforeOutput() {
        return stages.subList(0, stages.size() - 1);
    }

    /** Returns the last stage, whose circuits reveal the result to the client. */
    public GarbledStage outputStage() {
        return (GarbledStage) stages.getLast();
    }

    /** The circuits that come next after a linear layer, if no other linear layer comes before them. */
    public @Nullable GarbledStage nextGarbled(LinearStage stage) {
        for (Stage next : stages.subList(stage.layer() + 1, stages.size())) {
            if (next instanceof GarbledStage garbled) {
                return garbled;
            }
            if (next instanceof LinearStage) {
                return null;
            }
        }
        return null;
    }
}
