package gazelle.models.quantise;

import gazelle.models.network.FloatAdd;
import gazelle.models.network.FloatAffine;
import gazelle.models.network.FloatAveragePool;
import gazelle.models.network.FloatConcatenation;
import gazelle.models.network.FloatFunction;
import gazelle.models.network.FloatLayer;
import gazelle.models.network.FloatLinear;
import gazelle.models.network.FloatMaxPool;
import gazelle.models.network.FloatNetwork;
import gazelle.models.network.FloatRelu;
import gazelle.models.network.FloatSquare;
import gazelle.protocol.model.TensorShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Moves scale between linear layers, channel by channel: ReLU, pooling, addition and concatenation commute with a positive factor
 * for each channel, so the network computes the same function while its channels come to use the shared quantisation grid alike.
 * In effect every channel gets a weight scale and an activation step of its own, folded into the weights of the layers after.
 *
 * <p>Channels that must share a factor, as those of tensors that are added, form one class. Classes of the input, the scores, squares,
 * other functions and capped ReLUs keep the factor 1. Source: Nagel et al., ICCV 2019, section 4.1.
 */
final class Equaliser {
    private static final int SWEEPS = 8;

    private final FloatNetwork network;
    private final List<TensorShape> shapes;
    private final int[] firstChannel;
    private final int[] parent;
    private final boolean[] fixed;
    private final List<Linear> linears = new ArrayList<>();

    /** A linear layer with its constants while they change, and the classes of its channels. */
    private static final class Linear {
        private final int node;
        private final FloatLinear layer;
        private final float[] weights;
        private final float[] biases;
        private final float[] offsets;
        private final int[] outputClass;
        private final int[] inputClass;

        Linear(int node, FloatLinear layer, int[] outputClass, int[] inputClass) {
            this.node = node;
            this.layer = layer;
            this.weights = layer.weights();
            this.biases = layer.biases();
            this.offsets = layer.offsets();
            this.outputClass = outputClass;
            this.inputClass = inputClass;
        }

        int perOutput() {
            return weights.length / biases.length;
        }
    }

    private Equaliser(FloatNetwork network) {
        this.network = network;
        this.shapes = network.shapes();
        this.firstChannel = new int[shapes.size() + 1];
        for (int tensor = 0; tensor < shapes.size(); tensor++) {
            firstChannel[tensor + 1] = firstChannel[tensor] + shapes.get(tensor).channels();
        }
        this.parent = new int[firstChannel[shapes.size()]];
        this.fixed = new boolean[parent.length];
        Arrays.setAll(parent, i -> i);
    }

    /** The same function with equalised weights. */
    static FloatNetwork equalise(FloatNetwork network) {
        Equaliser equaliser = new Equaliser(network);
        equaliser.classify();
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            for (Linear lead : equaliser.linears) {
                equaliser.balance(lead);
            }
        }
        return equaliser.result();
    }

    private void classify() {
        fix(0);
        fix(shapes.size() - 1);
        for (int i = 0; i < network.nodes().size(); i++) {
            FloatNetwork.Node node = network.nodes().get(i);
            int output = i + 1;
            switch (node.layer()) {
                case FloatLinear _ -> {}
                case FloatRelu relu -> {
                    unite(output, node.sources().getFirst(), 0);
                    if (relu.isCapped()) {
                        fix(output);
                    }
                }
                case FloatSquare _, FloatFunction _, FloatAffine _ -> {
                    fix(output);
                    fix(node.sources().getFirst());
                }
                case FloatMaxPool _, FloatAveragePool _, FloatAdd _ ->
                    node.sources().forEach(source -> unite(output, source, 0));
                case FloatConcatenation _ -> {
                    int channel = 0;
                    for (int source : node.sources()) {
                        unite(output, source, channel);
                        channel += shapes.get(source).channels();
                    }
                }
            }
        }
        for (int i = 0; i < network.nodes().size(); i++) {
            if (network.nodes().get(i).layer() instanceof FloatLinear layer) {
                linears.add(linear(i, layer));
            }
        }
    }

    private Linear linear(int node, FloatLinear layer) {
        int source = network.nodes().get(node).sources().getFirst();
        int[] outputClass = new int[layer.geometry().outputChannels()];
        Arrays.setAll(outputClass, c -> find(firstChannel[node + 1] + c));
        int[] inputClass = new int[layer.geometry().weightCount(shapes.get(source))];
        Arrays.setAll(inputClass, w -> find(firstChannel[source] + layer.inputChannel(w, shapes.get(source))));
        return new Linear(node, layer, outputClass, inputClass);
    }

    private void fix(int tensor) {
        for (int c = firstChannel[tensor]; c < firstChannel[tensor + 1]; c++) {
            fixed[find(c)] = true;
        }
    }

    /** Channels of {@code output} from number {@code from} on are those of {@code source}. */
    private void unite(int output, int source, int from) {
        for (int c = 0; c < shapes.get(source).channels(); c++) {
            int a = find(firstChannel[source] + c);
            int b = find(firstChannel[output] + from + c);
            parent[Math.max(a, b)] = Math.min(a, b);
            fixed[Math.min(a, b)] = fixed[a] || fixed[b];
        }
    }

    private int find(int channel) {
        int root = channel;
        while (parent[root] != root) {
            root = parent[root];
        }
        parent[channel] = root;
        return root;
    }

    /** Gives each class that {@code lead} produces the factor that makes what is produced and consumed equally large. */
    private void balance(Linear lead) {
        float[] produced = new float[parent.length];
        float[] consumed = new float[parent.length];
        for (Linear linear : linears) {
            for (int w = 0; w < linear.weights.length; w++) {
                float size = Math.abs(linear.weights[w]);
                int output = linear.outputClass[w / linear.perOutput()];
                produced[output] = Math.max(produced[output], size);
                consumed[linear.inputClass[w]] = Math.max(consumed[linear.inputClass[w]], size);
            }
        }
        float[] factors = new float[parent.length];
        Arrays.fill(factors, 1);
        for (int output : lead.outputClass) {
            if (!fixed[output] && produced[output] > 0 && consumed[output] > 0) {
                factors[output] = (float) Math.sqrt(consumed[output] / produced[output]);
            }
        }
        for (Linear linear : linears) {
            for (int w = 0; w < linear.weights.length; w++) {
                linear.weights[w] *=
                        factors[linear.outputClass[w / linear.perOutput()]] / factors[linear.inputClass[w]];
            }
            for (int c = 0; c < linear.biases.length; c++) {
                linear.biases[c] *= factors[linear.outputClass[c]];
            }
            for (int i = 0; i < linear.offsets.length; i++) {
                int channel = i / (linear.offsets.length / linear.biases.length);
                linear.offsets[i] *= factors[linear.outputClass[channel]];
            }
        }
    }

    private FloatNetwork result() {
        List<FloatNetwork.Node> nodes = new ArrayList<>(network.nodes());
        for (Linear linear : linears) {
            FloatLayer layer = linear.layer.with(linear.weights, linear.biases, linear.offsets);
            nodes.set(
                    linear.node,
                    new FloatNetwork.Node(layer, nodes.get(linear.node).sources()));
        }
        return new FloatNetwork(network.input(), nodes);
    }
}
