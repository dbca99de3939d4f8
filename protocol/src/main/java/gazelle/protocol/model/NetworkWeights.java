package gazelle.protocol.model;

import java.util.ArrayList;
import java.util.List;

/**
 * The secret part of a network, checked against its specification: the counts and widths fit, and no input can make any
 * layer overflow its ring (protocol.md section 2). Server only.
 */
public final class NetworkWeights {
    private static final long LARGEST_BIAS = 1L << LinearLayer.MAX_RING_BITS;

    private final List<LinearWeights> linearLayers;

    /**
     * @param spec the network's public part
     * @param linearLayers weights of the linear layers in order
     * @throws IllegalArgumentException if a count or a width does not fit, or some input could overflow a ring
     */
    public NetworkWeights(NetworkSpec spec, List<LinearWeights> linearLayers) {
        List<LinearWeights> remaining = new ArrayList<>(linearLayers);
        List<TensorShape> shapes = spec.shapes();
        ValueRange range = new ValueRange(spec.input().low(), spec.input().high());
        for (int i = 0; i < spec.layers().size(); i++) {
            switch (spec.layers().get(i)) {
                case LinearLayer layer -> {
                    if (remaining.isEmpty()) {
                        throw new IllegalArgumentException("weights: none for layer " + layer.name());
                    }
                    requireFit(layer, shapes.get(i), remaining.removeFirst(), range);
                }
                case Activation activation -> range = new ValueRange(0, activation.largest());
                case AveragePool pool -> range = range.times((long) pool.windowHeight() * pool.windowWidth());
                case ArgMax _ -> {}
            }
        }
        if (!remaining.isEmpty()) {
            throw new IllegalArgumentException("weights: " + remaining.size() + " layers more than the network has");
        }
        this.linearLayers = List.copyOf(linearLayers);
    }

    private static void requireFit(LinearLayer layer, TensorShape input, LinearWeights weights, ValueRange range) {
        if (weights.weightCount() != layer.weightCount(input) || weights.biasCount() != layer.biasCount()) {
            throw new IllegalArgumentException(layer.name() + ": " + weights.weightCount() + " weights and "
                    + weights.biasCount() + " biases (expected: " + layer.weightCount(input) + " and "
                    + layer.biasCount() + ")");
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
        int needed = ringBitsNeeded(weights, range);
        if (needed > layer.ringBits()) {
            throw new IllegalArgumentException(layer.name() + " ringBits: " + layer.ringBits() + " (expected: at least "
                    + needed + ", or some input overflows)");
        }
    }

    /**
     * The smallest l such that every output of a linear layer lies in [-2^(l-1), 2^(l-1)) for all inputs in {@code range}
     * (zero padding included): protocol.md section 2, per output channel.
     */
    public static int ringBitsNeeded(LinearWeights weights, ValueRange range) {
        int perOutput = weights.weightCount() / weights.biasCount();
        int bits = 1;
        for (int output = 0; output < weights.biasCount(); output++) {
            long positive = 0;
            long negative = 0;
            for (int i = output * perOutput; i < (output + 1) * perOutput; i++) {
                positive += Math.max(weights.weight(i), 0);
                negative -= Math.min(weights.weight(i), 0);
            }
            long low = weights.bias(output) + positive * range.low() - negative * range.high();
            long high = weights.bias(output) + positive * range.high() - negative * range.low();
            bits = Math.max(bits, Math.max(signedBits(low), signedBits(high)));
        }
        return bits;
    }

    /** The width of the smallest two's complement integer that holds {@code value}. */
    private static int signedBits(long value) {
        return 65 - Long.numberOfLeadingZeros(value < 0 ? ~value : value);
    }

    /** Weights of linear layer number {@code linearLayer}, counting linear layers only. */
    public LinearWeights linear(int linearLayer) {
        return linearLayers.get(linearLayer);
    }

    /** How many linear layers there are. */
    public int linearCount() {
        return linearLayers.size();
    }
}
