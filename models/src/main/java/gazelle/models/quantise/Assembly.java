package gazelle.models.quantise;

import gazelle.models.network.FloatAdd;
import gazelle.models.network.FloatAffine;
import gazelle.models.network.FloatAveragePool;
import gazelle.models.network.FloatConcatenation;
import gazelle.models.network.FloatFunction;
import gazelle.models.network.FloatLinear;
import gazelle.models.network.FloatMaxPool;
import gazelle.models.network.FloatNetwork;
import gazelle.models.network.FloatRelu;
import gazelle.models.network.FloatSquare;
import gazelle.models.quantise.QuantisedNetwork.StageReport;
import gazelle.models.quantise.Stage.Rectify;
import gazelle.protocol.model.Activation;
import gazelle.protocol.model.ArgMax;
import gazelle.protocol.model.AveragePool;
import gazelle.protocol.model.Concatenation;
import gazelle.protocol.model.GlobalAveragePool;
import gazelle.protocol.model.InputSpec;
import gazelle.protocol.model.Layer;
import gazelle.protocol.model.LinearWeights;
import gazelle.protocol.model.LookupTable;
import gazelle.protocol.model.MaxPool;
import gazelle.protocol.model.NetworkGraph;
import gazelle.protocol.model.NetworkSpec;
import gazelle.protocol.model.NetworkWeights;
import gazelle.protocol.model.ResidualAdd;
import gazelle.protocol.model.Square;
import gazelle.protocol.model.TensorShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Writes the choices for every stage as the protocol's layers and weights. */
final class Assembly {
    private final FloatNetwork network;
    private final List<Stage> stages;
    private final List<LayerChoice> choices;
    private final QuantiserOptions options;
    private final ActivationCost cost;

    Assembly(
            FloatNetwork network,
            List<Stage> stages,
            List<LayerChoice> choices,
            QuantiserOptions options,
            ActivationCost cost) {
        this.network = network;
        this.stages = List.copyOf(stages);
        this.choices = List.copyOf(choices);
        this.options = options;
        this.cost = cost;
    }

    QuantisedNetwork network(InputSpec input, double inputScale) {
        List<Layer> layers = new ArrayList<>();
        Map<String, LinearWeights> weights = new HashMap<>();
        // A ReLU that a max pooling takes over gives no layer of its own: the pooling takes the ReLU's source.
        List<String> names = new ArrayList<>();
        names.add(Layer.NETWORK_INPUT);
        for (int i = 0; i < network.nodes().size(); i++) {
            FloatNetwork.Node node = network.nodes().get(i);
            List<String> sources = node.sources().stream().map(names::get).toList();
            if (node.layer() instanceof FloatLinear linear) {
                int stage = stageOf(linear);
                int branch = stages.get(stage).main().linear() == linear ? 0 : 1;
                weights.put(linear.name(), choices.get(stage).weights().get(branch));
            }
            Optional<Layer> layer = layer(node, i + 1, sources);
            layer.ifPresent(layers::add);
            names.add(layer.map(Layer::name).orElse(sources.getFirst()));
        }
        layers.add(new ArgMax("label", names.getLast()));
        NetworkSpec spec = new NetworkSpec(input, layers);
        List<StageReport> reports = new ArrayList<>();
        for (int i = 0; i < stages.size(); i++) {
            reports.add(report(spec, stages.get(i), choices.get(i)));
        }
        return new QuantisedNetwork(spec, new NetworkWeights(spec, weights), inputScale, reports);
    }

    private int stageOf(FloatLinear linear) {
        for (int i = 0; i < stages.size(); i++) {
            if (stages.get(i).branches().stream().anyMatch(branch -> branch.linear() == linear)) {
                return i;
            }
        }
        throw new IllegalStateException(linear.name() + " is in no stage");
    }

    private LayerChoice choiceOf(int output) {
        for (int i = 0; i < stages.size(); i++) {
            if (stages.get(i).output() == output) {
                return choices.get(i);
            }
        }
        throw new IllegalStateException("tensor " + output + " is no stage's output");
    }

    private Optional<Layer> layer(FloatNetwork.Node node, int tensor, List<String> sources) {
        String source = sources.getFirst();
        return switch (node.layer()) {
            case FloatLinear linear ->
                Optional.of(linear.geometry(
                        linear.name(),
                        source,
                        options.weightBits(),
                        choices.get(stageOf(linear)).ringBits()));
            case FloatRelu relu -> {
                boolean fused = stages.stream()
                        .anyMatch(stage -> stage.maxPool() != null
                                && stage.circuit() instanceof Rectify rectify
                                && rectify.relu().equals(relu));
                yield fused
                        ? Optional.empty()
                        : Optional.of(new Activation(
                                relu.name(),
                                source,
                                choiceOf(tensor).shift(),
                                choiceOf(tensor).activationBits()));
            }
            case FloatMaxPool pool -> Optional.of(maxPool(pool, source, choiceOf(tensor)));
            case FloatSquare square ->
                Optional.of(new Square(
                        square.name(),
                        source,
                        choiceOf(tensor).shift(),
                        choiceOf(tensor).activationBits()));
            case FloatFunction function ->
                Optional.of(new LookupTable(
                        function.name(),
                        source,
                        choiceOf(tensor).shift(),
                        Objects.requireNonNull(choiceOf(tensor).table()).values()));
            case FloatAdd add -> Optional.of(new ResidualAdd(add.name(), source, sources.getLast(), skipScale(tensor)));
            case FloatConcatenation join -> Optional.of(new Concatenation(join.name(), sources));
            case FloatAveragePool pool ->
                Optional.of(averagePool(
                        pool, source, network.shapes().get(node.sources().getFirst())));
            case FloatAffine affine ->
                throw new IllegalArgumentException(affine.name() + ": is not in the protocol's form");
        };
    }

    private int skipScale(int sum) {
        for (int i = 0; i < stages.size(); i++) {
            String main = stages.get(i).main().linear().name();
            int first = network.nodes().get(sum - 1).sources().getFirst();
            if (network.nodes().get(first - 1).layer().name().equals(main)) {
                return choices.get(i).skipScale();
            }
        }
        throw new IllegalStateException("tensor " + sum + " is no stage's sum");
    }

    private static Layer averagePool(FloatAveragePool pool, String source, TensorShape input) {
        AveragePool window = pool.window();
        boolean whole = window.windowHeight() == input.height() && window.windowWidth() == input.width();
        return whole
                ? new GlobalAveragePool(pool.name(), source)
                : new AveragePool(
                        pool.name(),
                        source,
                        window.windowHeight(),
                        window.windowWidth(),
                        window.strideY(),
                        window.strideX());
    }

    private static MaxPool maxPool(FloatMaxPool pool, String source, LayerChoice choice) {
        MaxPool window = pool.window();
        return new MaxPool(
                pool.name(),
                source,
                choice.shift(),
                choice.activationBits(),
                window.windowHeight(),
                window.windowWidth(),
                window.strideY(),
                window.strideX(),
                window.padTop(),
                window.padLeft(),
                window.padBottom(),
                window.padRight());
    }

    private StageReport report(NetworkSpec spec, Stage stage, LayerChoice choice) {
        int circuits = stage.givesScores() ? 0 : stage.circuits().elements();
        int largest = choice.weights().stream()
                .flatMapToInt(weights -> Arrays.stream(weights.weights()))
                .map(Math::abs)
                .max()
                .orElse(0);
        boolean signed = stage.circuit() instanceof Stage.Squares || choice.table() != null;
        int magnitudeBits = choice.activationBits() - (signed ? 1 : 0);
        return new StageReport(
                stage.main().linear().name(),
                circuits,
                choice.ringBits(),
                choice.shift(),
                choice.activationBits(),
                circuits == 0 ? 0 : ActivationCost.saturationBits(choice.ringBits(), choice.shift(), magnitudeBits),
                largest,
                choice.relativeError(),
                circuits == 0 ? 0 : circuits * bytes(stage, choice, nextRingBits(spec, stage)));
    }

    private double bytes(Stage stage, LayerChoice choice, int nextRingBits) {
        int guardBits = NetworkGraph.guardBitsOfSum(stage.branches().size());
        if (choice.table() != null) {
            return cost.table(choice.ringBits(), guardBits, choice.shift(), choice.activationBits(), nextRingBits);
        }
        return stage.circuit() instanceof Stage.Squares
                ? cost.square(choice.ringBits(), guardBits, choice.shift(), choice.activationBits(), nextRingBits)
                : cost.relu(
                        stage.windowElements(),
                        choice.ringBits(),
                        guardBits,
                        choice.shift(),
                        choice.activationBits(),
                        nextRingBits);
    }

    /** The ring in which the stage's output is shared. */
    private int nextRingBits(NetworkSpec spec, Stage stage) {
        String name = network.nodes().get(stage.output() - 1).layer().name();
        for (int i = 0; i < spec.layers().size(); i++) {
            if (spec.layers().get(i).name().equals(name)) {
                return spec.graph().ringBits(i + 1);
            }
        }
        throw new IllegalStateException(name + " is no layer of the network");
    }
}
