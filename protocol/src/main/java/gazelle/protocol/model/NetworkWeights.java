package gazelle.protocol.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The secret part of a network, checked against its specification: every linear layer has its own, by name, counts
 * and widths fit, and no input can make any layer overflow its ring (docs/protocol/README.md section 2). Server only.
 */
public final class NetworkWeights {
    private static final long LARGEST_BIAS = 1L << LinearLayer.MAX_RING_BITS;

    private final Map<String, LinearWeights> byLayer;

    /**
     * @param spec the network's public part
     * @param byLayer the weights of each linear layer, by the layer's name
     * @throws IllegalArgumentException if a layer has none, a name is no linear layer's, a count or a width does not fit, or some
     *     input could overflow a ring
     */
    public NetworkWeights(NetworkSpec spec, Map<String, LinearWeights> byLayer) {
        NetworkGraph graph = spec.graph();
        Map<String, LinearWeights> inOrder = new LinkedHashMap<>();
        for (int i = 0; i < spec.layers().size(); i++) {
            if (spec.layers().get(i) instanceof LinearLayer layer) {
                LinearWeights weights = byLayer.get(layer.name());
                if (weights == null) {
                    throw new IllegalArgumentException("weights: none for layer " + layer.name());
                }
                requireFit(layer, graph.inputShapes(i).getFirst(), weights);
                inOrder.put(layer.name(), weights);
            }
        }
        for (String name : byLayer.keySet()) {
            if (!inOrder.containsKey(name)) {
                throw new IllegalArgumentException(
                        "weights: for " + name + " (expected: only for linear layers of the network)");
            }
        }
        this.byLayer = Collections.unmodifiableMap(inOrder);
        requireNoOverflow(spec, graph, new RangeAnalysis(spec, this));
    }

    private static void requireFit(LinearLayer layer, TensorShape input, LinearWeights weights) {
        int outputs = layer.outputShape(input).elements();
        boolean biasesFit = weights.biasCount() == layer.outputChannels() || weights.biasCount() == outputs;
        if (weights.weightCount() != layer.weightCount(input) || !biasesFit) {
            throw new IllegalArgumentException(layer.name() + ": " + weights.weightCount() + " weights and "
                    + weights.biasCount() + " biases (expected: " + layer.weightCount(input) + " and "
                    + layer.outputChannels() + (outputs == layer.outputChannels() ? "" : " or " + outputs) + ")");
        }
        int largest = (1 << (layer.weightBits() - 1)) - 1;
        for (int i = 0; i < weights.weightCount(); i++) {
            if (Math.abs(weights.weight(i)) > largest) {
                throw new IllegalArgumentException(
                        layer.name() + ": weight " + i + " is out of range (expected: within " + largest + ")");
            }
        }
        for (int i = 0; i < weights.biasCount(); i++) {
            Bounds.within(layer.name() + " bias", weights.bias(i), -LARGEST_BIAS, LARGEST_BIAS);
        }
    }

    /** The inputs of a circuit must fit its ring; before that, sums may wrap as they like. */
    private static void requireNoOverflow(NetworkSpec spec, NetworkGraph graph, RangeAnalysis ranges) {
        for (int i = 0; i < spec.layers().size(); i++) {
            Layer layer = spec.layers().get(i);
            int tensor = graph.sources(i).getFirst();
            if (graph.isScaled(tensor) && !(layer instanceof ResidualAdd)) {
                int needed = ranges.ringBitsNeeded(tensor);
                if (needed > graph.ringBits(tensor)) {
                    throw new IllegalArgumentException(
                            spec.layers().get(tensor - 1).name() + " ringBits: " + graph.ringBits(tensor)
                                    + " (expected: at least " + needed + ", or some input overflows)");
                }
            }
        }
    }

    /**
     * The smallest l such that every output of a linear layer lies in [-2^(l-1), 2^(l-1)) for all inputs in {@code range}, which
     * must hold 0 where padding occurs: docs/protocol/README.md section 2, for each output channel.
     *
     * @param channels how many output channels the layer has
     */
    public static int ringBitsNeeded(LinearWeights weights, int channels, ValueRange range) {
        ValueRange[] biases = RangeAnalysis.biases(weights, channels);
        int perOutput = weights.weightCount() / channels;
        int bits = 1;
        for (int output = 0; output < channels; output++) {
            long low = biases[output].low();
            long high = biases[output].high();
            for (int i = output * perOutput; i < (output + 1) * perOutput; i++) {
                low += Math.min(weights.weight(i) * range.low(), weights.weight(i) * range.high());
                high += Math.max(weights.weight(i) * range.low(), weights.weight(i) * range.high());
            }
            bits = Math.max(bits, new ValueRange(low, high).signedBits());
        }
        return bits;
    }

    /**
     * Returns the weights of a linear layer.
     *
     * @param layer the layer's name
     */
    public LinearWeights of(String layer) {
        LinearWeights weights = byLayer.get(layer);
        if (weights == null) {
            throw new IllegalArgumentException("layer: " + layer + " (expected: one of " + byLayer.keySet() + ")");
        }
        return weights;
    }

    /** Returns the weights of all linear layers by the layer's name, in the order of the layers. */
    public Map<String, LinearWeights> byLayer() {
        return byLayer;
    }
}
