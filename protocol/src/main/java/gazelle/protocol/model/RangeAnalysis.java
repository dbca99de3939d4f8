package gazelle.protocol.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The values that every tensor of a network can take, for all inputs, with the weights given (docs/protocol/README.md section 2): one
 * range a channel, always holding 0 for exact tensors, since padding is 0.
 */
final class RangeAnalysis {
    private final NetworkGraph graph;
    private final List<ValueRange[]> ranges = new ArrayList<>();

    RangeAnalysis(NetworkSpec spec, NetworkWeights weights) {
        this.graph = spec.graph();
        ranges.add(filled(
                graph.shape(0).channels(),
                new ValueRange(spec.input().low(), spec.input().high())));
        for (int i = 0; i < spec.layers().size(); i++) {
            ValueRange[] first = ranges.get(graph.sources(i).getFirst());
            int channels = graph.shape(i + 1).channels();
            ranges.add(
                    switch (spec.layers().get(i)) {
                        case LinearLayer layer ->
                            linear(layer, graph.inputShapes(i).getFirst(), weights.of(layer.name()), first);
                        case ResidualAdd add ->
                            sum(first, ranges.get(graph.sources(i).getLast()), add.skipScale());
                        case NonLinearLayer layer ->
                            filled(
                                    channels,
                                    layer.outputRange(
                                            graph.ringBits(graph.sources(i).getFirst())));
                        case AveragePool pool -> times(first, (long) pool.windowHeight() * pool.windowWidth());
                        case GlobalAveragePool _ -> {
                            TensorShape input = graph.inputShapes(i).getFirst();
                            yield times(first, (long) input.height() * input.width());
                        }
                        case Concatenation _ ->
                            graph.sources(i).stream()
                                    .flatMap(tensor -> List.of(ranges.get(tensor)).stream())
                                    .toArray(ValueRange[]::new);
                        case OutputLayer _ -> new ValueRange[0];
                    });
        }
    }

    /** Returns the range of each channel of a tensor. */
    ValueRange[] channels(int tensor) {
        return ranges.get(tensor).clone();
    }

    /** Returns the smallest l that holds every channel of a tensor: -2^(l-1) &lt;= low and high &lt; 2^(l-1). */
    int ringBitsNeeded(int tensor) {
        int bits = 1;
        for (ValueRange range : ranges.get(tensor)) {
            bits = Math.max(bits, range.signedBits());
        }
        return bits;
    }

    private static ValueRange[] linear(
            LinearLayer layer, TensorShape input, LinearWeights weights, ValueRange[] inputChannels) {
        return switch (layer) {
            case Convolution convolution -> {
                int channelsOfGroup = input.channels() / convolution.groups();
                int filtersOfGroup = convolution.outChannels() / convolution.groups();
                int kernel = convolution.kernelHeight() * convolution.kernelWidth();
                yield weighted(
                        biases(weights, layer.outputChannels()),
                        weights,
                        inputChannels,
                        (filter, i) -> filter / filtersOfGroup * channelsOfGroup + i / kernel);
            }
            case FullyConnected _ -> {
                int elementsOfChannel = input.height() * input.width();
                yield weighted(
                        biases(weights, layer.outputChannels()),
                        weights,
                        inputChannels,
                        (_, i) -> i / elementsOfChannel);
            }
        };
    }

    private interface ChannelOfWeight {
        int channel(int output, int index);
    }

    /** Returns the smallest and the largest bias of each output channel. */
    static ValueRange[] biases(LinearWeights weights, int channels) {
        ValueRange[] ranges = new ValueRange[channels];
        int perChannel = weights.biasCount() / channels;
        for (int channel = 0; channel < channels; channel++) {
            long low = Long.MAX_VALUE;
            long high = Long.MIN_VALUE;
            for (int i = channel * perChannel; i < (channel + 1) * perChannel; i++) {
                low = Math.min(low, weights.bias(i));
                high = Math.max(high, weights.bias(i));
            }
            ranges[channel] = new ValueRange(low, high);
        }
        return ranges;
    }

    private static ValueRange[] weighted(
            ValueRange[] biases, LinearWeights weights, ValueRange[] inputs, ChannelOfWeight channelOf) {
        ValueRange[] outputs = new ValueRange[biases.length];
        int perOutput = weights.weightCount() / biases.length;
        for (int output = 0; output < outputs.length; output++) {
            long low = biases[output].low();
            long high = biases[output].high();
            for (int i = 0; i < perOutput; i++) {
                int weight = weights.weight(output * perOutput + i);
                ValueRange input = inputs[channelOf.channel(output, i)];
                low += Math.min(weight * input.low(), weight * input.high());
                high += Math.max(weight * input.low(), weight * input.high());
            }
            outputs[output] = new ValueRange(low, high);
        }
        return outputs;
    }

    private static ValueRange[] sum(ValueRange[] main, ValueRange[] skip, int skipScale) {
        ValueRange[] sums = new ValueRange[main.length];
        for (int i = 0; i < sums.length; i++) {
            sums[i] = new ValueRange(
                    main[i].low() + skip[i].low() * skipScale, main[i].high() + skip[i].high() * skipScale);
        }
        return sums;
    }

    private static ValueRange[] times(ValueRange[] ranges, long terms) {
        ValueRange[] scaled = new ValueRange[ranges.length];
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = ranges[i].times(terms);
        }
        return scaled;
    }

    private static ValueRange[] filled(int channels, ValueRange range) {
        ValueRange[] ranges = new ValueRange[channels];
        Arrays.fill(ranges, range);
        return ranges;
    }
}
