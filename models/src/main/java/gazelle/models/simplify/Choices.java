package gazelle.models.simplify;

import gazelle.models.network.FloatAdd;
import gazelle.models.network.FloatAffine;
import gazelle.models.network.FloatAveragePool;
import gazelle.models.network.FloatConcatenation;
import gazelle.models.network.FloatLinear;
import gazelle.models.network.Geometries;
import gazelle.models.network.NetworkDraft;
import gazelle.models.network.NetworkDraft.Node;
import gazelle.protocol.model.Convolution;
import gazelle.protocol.model.TensorShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Moves linear layers that only choose, repeat or negate channels, and those of two terms, past additions and joins, so that they end in
 * another linear layer and no circuit has to stand between.
 */
final class Choices {
    private static final long MOST_WEIGHTS = 1L << 24;

    /** The most inputs of a channel that count as a sum of tensors; a layer with more of them mixes channels. */
    private static final int FEW_TERMS = 8;

    private Choices() {}

    /** Returns true if no output is a sum of several inputs. */
    static boolean isChoice(FloatLinear linear) {
        return linear.geometry() instanceof Convolution && termsAtMost(linear, 1);
    }

    private static boolean termsAtMost(FloatLinear linear, int most) {
        float[] weights = linear.weights();
        int perOutput = weights.length / linear.geometry().outputChannels();
        int terms = 0;
        for (int i = 0; i < weights.length; i++) {
            terms = (i % perOutput == 0 ? 0 : terms) + (weights[i] == 0 ? 0 : 1);
            if (terms > most) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPointwise(FloatLinear linear) {
        return linear.geometry() instanceof Convolution c
                && c.kernelHeight() * c.kernelWidth() * c.strideY() * c.strideX() == 1
                && !linear.hasOffsets();
    }

    /** The choice of both addends instead of their sum's, the biases in the first. */
    static Optional<Node> ofAddends(NetworkDraft draft, FloatLinear linear, Node sum) {
        if (!isChoice(linear) || linear.hasOffsets() || draft.consumers(sum).size() > 1) {
            return Optional.empty();
        }
        FloatLinear other = ProtocolForm.copy(draft, linear);
        Node first = draft.add(linear, sum.sources().getFirst());
        Node second = draft.add(
                other.with(other.weights(), new float[other.biases().length], new float[0]),
                sum.sources().getLast());
        return Optional.of(draft.add(new FloatAdd(draft.freshName("add")), List.of(first, second)));
    }

    /** The join of choices of every part, if each output reads a part no earlier than the output before. */
    static Optional<Node> ofParts(NetworkDraft draft, FloatLinear linear, Node join) {
        if (!isChoice(linear) || !isPointwise(linear) || !(linear.geometry() instanceof Convolution c)) {
            return Optional.empty();
        }
        TensorShape input = join.shape();
        float[] weights = linear.weights();
        float[] biases = linear.biases();
        int perOutput = weights.length / biases.length;
        int[] read = new int[biases.length];
        for (int o = 0, last = 0; o < read.length; o++) {
            for (int i = o * perOutput; i < (o + 1) * perOutput; i++) {
                last = weights[i] == 0 ? last : linear.inputChannel(i, input);
            }
            read[o] = last;
        }
        List<Node> parts = new ArrayList<>();
        int channel = 0;
        int output = 0;
        for (Node part : join.sources()) {
            int first = output;
            int end = channel + part.shape().channels();
            while (output < read.length && read[output] >= channel && read[output] < end) {
                output++;
            }
            if (output > first) {
                int count = output - first;
                int channels = part.shape().channels();
                boolean apart = c.groups() == input.channels() && count * c.groups() == c.outChannels() * channels;
                float[] own = new float[count * (apart ? 1 : channels)];
                for (int o = first; o < output; o++) {
                    for (int i = o * perOutput; i < (o + 1) * perOutput; i++) {
                        if (weights[i] != 0) {
                            int at = linear.inputChannel(i, input) - channel;
                            own[apart ? o - first : (o - first) * channels + at] = weights[i];
                        }
                    }
                }
                parts.add(draft.add(
                        new FloatLinear(
                                Geometries.pointwise(draft.freshName("conv"), count, apart ? channels : 1),
                                own,
                                Arrays.copyOfRange(biases, first, output)),
                        part));
            }
            channel = end;
        }
        return output < read.length
                ? Optional.empty()
                : Optional.of(
                        parts.size() == 1
                                ? parts.getFirst()
                                : draft.add(new FloatConcatenation(draft.freshName("concat")), parts));
    }

    /** One layer of the join instead of a join of layers with at most two terms, where all that they take is exact. */
    static Optional<Node> ofJoin(NetworkDraft draft, Node join) {
        int inputs = 0;
        boolean some = false;
        List<Node> parts = new ArrayList<>();
        for (Node part : join.sources()) {
            boolean moved = part.layer() instanceof FloatLinear linear && isPointwise(linear) && termsAtMost(linear, 2);
            Node source = moved ? part.source() : part;
            if (Simplifier.isSum(source)) {
                return Optional.empty();
            }
            some |= moved;
            parts.add(source);
            inputs += source.shape().channels();
        }
        int outputs = join.shape().channels();
        if (!some || (long) inputs * outputs > MOST_WEIGHTS) {
            return Optional.empty();
        }
        float[] weights = new float[inputs * outputs];
        float[] biases = new float[outputs];
        int channel = 0;
        int output = 0;
        for (int p = 0; p < parts.size(); p++) {
            Node part = join.sources().get(p);
            TensorShape shape = parts.get(p).shape();
            if (part != parts.get(p) && part.layer() instanceof FloatLinear linear) {
                float[] own = linear.weights();
                int perOutput = own.length / part.shape().channels();
                for (int i = 0; i < own.length; i++) {
                    weights[(output + i / perOutput) * inputs + channel + linear.inputChannel(i, shape)] = own[i];
                }
                System.arraycopy(
                        linear.biases(), 0, biases, output, part.shape().channels());
            } else {
                for (int c = 0; c < shape.channels(); c++) {
                    weights[(output + c) * inputs + channel + c] = 1;
                }
            }
            channel += shape.channels();
            output += part.shape().channels();
        }
        return Optional.of(draft.add(
                new FloatLinear(Geometries.pointwise(draft.freshName("conv"), outputs, 1), weights, biases),
                draft.add(new FloatConcatenation(draft.freshName("concat")), parts)));
    }

    /** The exact ones among three addends, or two that are passed on without a circuit, as one linear layer of their join. */
    static Optional<Node> ofExactAddends(NetworkDraft draft, Node sum) {
        for (int place = 0; place < 2; place++) {
            Node inner = sum.sources().get(place);
            if (inner.layer() instanceof FloatAdd && draft.consumers(inner).size() == 1) {
                List<Node> addends = new ArrayList<>(inner.sources());
                addends.add(sum.sources().get(1 - place));
                List<Node> exact = addends.stream().filter(Choices::isOfExact).toList();
                if (exact.size() >= 2 && isSmall(exact)) {
                    Node joined = sumOf(draft, exact);
                    List<Node> others =
                            addends.stream().filter(node -> !isOfExact(node)).toList();
                    return Optional.of(
                            others.isEmpty()
                                    ? joined
                                    : draft.add(
                                            new FloatAdd(draft.freshName("add")), List.of(others.getFirst(), joined)));
                }
            }
        }
        List<Node> takers = draft.consumers(sum);
        boolean passedOn = !takers.isEmpty()
                && takers.stream().allMatch(taker -> switch (taker.layer()) {
                    case FloatLinear _, FloatAveragePool _ -> true;
                    case null, default -> false;
                });
        return passedOn && sum.sources().stream().allMatch(Choices::isOfExact) && isSmall(sum.sources())
                ? Optional.of(sumOf(draft, sum.sources()))
                : Optional.empty();
    }

    private static boolean isSmall(List<Node> addends) {
        long outputs = addends.getFirst().shape().channels();
        long inputs = addends.stream()
                .mapToInt(node -> Simplifier.isSum(node)
                        ? node.source().shape().channels()
                        : node.shape().channels())
                .sum();
        return outputs * inputs <= MOST_WEIGHTS;
    }

    /** Returns true if a tensor is exact, or has a few exact ones as the terms of each of its channels. */
    private static boolean isOfExact(Node node) {
        return !Simplifier.isSum(node) || (hasFewTerms(node) && !Simplifier.isSum(node.source()));
    }

    private static boolean hasFewTerms(Node node) {
        return switch (node.layer()) {
            case FloatAffine affine -> affine.isByChannel(node.shape());
            case FloatLinear linear -> isPointwise(linear) && termsAtMost(linear, FEW_TERMS);
            case null, default -> false;
        };
    }

    private static Node sumOf(NetworkDraft draft, List<Node> addends) {
        int outputs = addends.getFirst().shape().channels();
        List<Node> exact = addends.stream()
                .map(addend -> Simplifier.isSum(addend) ? addend.source() : addend)
                .toList();
        int inputs = exact.stream().mapToInt(node -> node.shape().channels()).sum();
        float[] weights = new float[Math.multiplyExact(outputs, inputs)];
        float[] biases = new float[outputs];
        int first = 0;
        for (int part = 0; part < exact.size(); part++) {
            Node addend = addends.get(part);
            TensorShape shape = exact.get(part).shape();
            if (exact.get(part) != addend && addend.layer() instanceof FloatLinear linear) {
                float[] own = linear.weights();
                for (int i = 0; i < own.length; i++) {
                    weights[i / (own.length / outputs) * inputs + first + linear.inputChannel(i, shape)] = own[i];
                }
                addTo(biases, linear.biases());
            } else {
                boolean scaled = exact.get(part) != addend;
                float[] scales = scaled && addend.layer() instanceof FloatAffine affine ? affine.scales() : null;
                for (int c = 0; c < outputs; c++) {
                    weights[c * inputs + first + c] = scales == null ? 1 : scales[c];
                }
                if (scaled && addend.layer() instanceof FloatAffine affine) {
                    addTo(biases, affine.shifts());
                }
            }
            first += shape.channels();
        }
        return draft.add(
                new FloatLinear(Geometries.pointwise(draft.freshName("conv"), outputs, 1), weights, biases),
                draft.add(new FloatConcatenation(draft.freshName("concat")), exact));
    }

    private static void addTo(float[] sums, float[] addends) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += addends[i];
        }
    }
}
