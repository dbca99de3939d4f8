package gazelle.models.simplify;

import gazelle.models.network.Curve;
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
import gazelle.models.network.Geometries;
import gazelle.models.network.NetworkDraft;
import gazelle.models.network.NetworkDraft.Node;
import gazelle.protocol.model.Convolution;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Applies rewriting rules, each of which keeps the function, until none applies; then {@link ProtocolForm} does the rest.
 *
 * <p>Every rule makes a network smaller or moves a layer one step: constants to the linear layer that takes them in, the others towards
 * the input. No two rules undo each other, so this ends.
 */
public final class Simplifier {
    private static final int MOST_REWRITES = 10_000;

    private final NetworkDraft draft;

    private Simplifier(NetworkDraft draft) {
        this.draft = draft;
    }

    /**
     * The same function in a form that the protocol can compute; the same on the images, where {@linkplain Requantisation sums without
     * an activation} are passed on.
     *
     * @param images calibration images; none to learn whether there is such a form
     * @throws IllegalArgumentException if there is none; the message names the layer and the reason
     */
    public static FloatNetwork simplify(FloatNetwork network, List<float[]> images) {
        NetworkDraft draft = NetworkDraft.of(network);
        Simplifier simplifier = new Simplifier(draft);
        simplifier.rewrite();
        while (Requantisation.insert(draft, images)) {
            simplifier.rewrite();
        }
        ProtocolForm.establish(draft);
        return draft.finish();
    }

    private void rewrite() {
        for (int i = 0; i < MOST_REWRITES; i++) {
            boolean rewritten = false;
            for (Node node : draft.order()) {
                Optional<Node> replacement = rewritten(node);
                if (replacement.isPresent()) {
                    draft.replace(node, replacement.get());
                    rewritten = true;
                    break;
                }
            }
            if (!rewritten) {
                requireFolded();
                return;
            }
        }
        throw new IllegalArgumentException(
                "layers: more than " + MOST_REWRITES + " rewrites (expected: a smaller or more regular network)");
    }

    /** Constants that differ within a channel have no layer of their own: they fold into a dense layer or not at all. */
    private void requireFolded() {
        for (Node node : draft.order()) {
            if (node.layer() instanceof FloatAffine affine
                    && !affine.isByChannel(node.source().shape())) {
                throw new IllegalArgumentException(
                        affine.name() + ": arithmetic on "
                                + node.source().shown()
                                + " can be folded into no linear layer (expected: batch normalisation or constants next to a"
                                + " convolution or dense layer; of a padded AveragePool that leaves the padding out of its means, 1 x 1"
                                + " convolutions, Relu and a mean of the whole map or a dense layer after it, or count_include_pad 1)");
            }
        }
    }

    private Optional<Node> rewritten(Node node) {
        FloatLayer layer = node.layer();
        if (layer == null) {
            return Optional.empty();
        }
        return switch (layer) {
            case FloatAffine affine -> affine(affine, node);
            case FloatLinear linear -> linear(linear, node.source());
            case FloatRelu relu -> relu(relu, node.source());
            case FloatAveragePool pool -> averagePool(pool, node.source());
            case FloatMaxPool pool -> maxPool(pool, node.source());
            case FloatSquare square -> spreadOverConcatenation(square, node.source());
            case FloatFunction function -> spreadOverConcatenation(function, node.source());
            case FloatAdd _ -> add(node);
            case FloatConcatenation _ -> concatenation(node);
        };
    }

    private Optional<Node> affine(FloatAffine affine, Node node) {
        Node source = node.source();
        if (affine.isIdentity()) {
            return Optional.of(source);
        }
        if (PlaceFactors.are(source) && affine.isByChannel(source.shape())) {
            return PlaceFactors.behind(draft, affine, source);
        }
        if (source.layer() instanceof FloatAffine first) {
            return Optional.of(draft.add(AffineFolding.both(first, affine, source.shape()), source.source()));
        }
        boolean byChannel = affine.isByChannel(source.shape());
        if (source.layer() instanceof FloatLinear linear && byChannel) {
            return Optional.of(draft.add(AffineFolding.after(renamed(linear, source), affine), source.source()));
        }
        boolean ofSums = source.layer() instanceof FloatMaxPool && isSum(source);
        if (source.layer() instanceof FloatMaxPool pool && ofSums && byChannel && isPositive(affine.scales())) {
            Node inner = draft.add(affine, source.source());
            return Optional.of(draft.add(new FloatMaxPool(draft.freshName("maxpool"), pool.window()), inner));
        }
        if (source.layer() instanceof FloatAdd
                && byChannel
                && draft.consumers(source).size() == 1) {
            return Optional.of(spreadOverAddition(affine, source));
        }
        return byChannel ? spreadOverConcatenation(affine, source) : Optional.empty();
    }

    /** Both addends get the factors; one gets the shifts, a linear layer's sum if one is. */
    private Node spreadOverAddition(FloatAffine affine, Node sum) {
        int shifted = isSum(sum.sources().getFirst()) ? 0 : 1;
        List<Node> addends = new ArrayList<>();
        for (int place = 0; place < 2; place++) {
            float[] shifts = place == shifted ? affine.shifts() : new float[affine.shifts().length];
            FloatAffine own = new FloatAffine(draft.freshName("affine"), affine.scales(), shifts);
            Node addend = sum.sources().get(place);
            addends.add(own.isIdentity() ? addend : draft.add(own, addend));
        }
        return draft.add(new FloatAdd(draft.freshName("add")), addends);
    }

    /** Positive factors keep order: those of activations may wait for a linear layer behind the pooling. */
    private Optional<Node> maxPool(FloatMaxPool pool, Node source) {
        if (source.layer() instanceof FloatAffine affine
                && affine.isByChannel(source.shape())
                && isPositive(affine.scales())
                && !isSum(source.source())) {
            return Optional.of(draft.add(
                    new FloatAffine(draft.freshName("affine"), affine.scales(), affine.shifts()),
                    draft.add(pool, source.source())));
        }
        // The circuit for maxima starts from zero.
        if (source.layer() instanceof FloatFunction function
                && function.curve().lowest() < 0
                && function.curve().lowest() > Double.NEGATIVE_INFINITY) {
            double lowest = function.curve().lowest();
            Node raised = draft.add(renamed(function, function.curve().plus(-lowest)), source.source());
            float[] scales = new float[source.shape().channels()];
            float[] shifts = new float[scales.length];
            Arrays.fill(scales, 1);
            Arrays.fill(shifts, (float) lowest);
            return Optional.of(
                    draft.add(new FloatAffine(draft.freshName("affine"), scales, shifts), draft.add(pool, raised)));
        }
        return spreadOverConcatenation(pool, source);
    }

    private FloatFunction renamed(FloatFunction function, Curve curve) {
        return new FloatFunction(draft.freshName(function.curve().name()), curve);
    }

    private static boolean isPositive(float[] scales) {
        for (float scale : scales) {
            if (!(scale > 0)) {
                return false;
            }
        }
        return true;
    }

    /** A copy of a linear layer that others take too needs a name of its own. */
    private FloatLinear renamed(FloatLinear linear, Node node) {
        return draft.consumers(node).size() == 1 ? linear : ProtocolForm.copy(draft, linear);
    }

    private Optional<Node> linear(FloatLinear linear, Node source) {
        if (source.layer() instanceof FloatAffine affine
                && !(source.source().layer() instanceof FloatLinear && affine.isByChannel(source.shape()))
                && AffineFolding.fitsBefore(affine, linear, source.shape())) {
            return Optional.of(draft.add(AffineFolding.before(affine, linear, source.shape()), source.source()));
        }
        if (source.layer() instanceof FloatLinear first) {
            return LinearMerging.merge(first, source.source().shape(), linear)
                    .map(merged -> draft.add(merged, source.source()));
        }
        if (PlaceFactors.are(source)) {
            return PlaceFactors.behind(draft, linear, source);
        }
        if (source.layer() instanceof FloatAdd) {
            return Choices.ofAddends(draft, linear, source);
        }
        return isJoinOfSums(source) ? Choices.ofParts(draft, linear, source) : Optional.empty();
    }

    private static boolean isJoinOfSums(Node node) {
        return node.layer() instanceof FloatConcatenation
                && node.sources().stream().anyMatch(Simplifier::isSum);
    }

    private Optional<Node> relu(FloatRelu relu, Node source) {
        if (isNeverNegative(source) && !relu.isCapped()) {
            return Optional.of(source);
        }
        if (source.layer() instanceof FloatRelu first) {
            return Optional.of(
                    draft.add(new FloatRelu(relu.name(), Math.min(first.cap(), relu.cap())), source.source()));
        }
        if (PlaceFactors.are(source)) {
            return PlaceFactors.behind(draft, relu, source);
        }
        // Both keep order, so they may change places; afterwards every max pooling of sums has its ReLU before it.
        if (source.layer() instanceof FloatMaxPool pool) {
            return Optional.of(draft.add(
                    new FloatMaxPool(draft.freshName("maxpool"), pool.window()), draft.add(relu, source.source())));
        }
        return spreadOverConcatenation(relu, source);
    }

    static boolean isNeverNegative(Node node) {
        FloatLayer layer = node.layer();
        return switch (layer) {
            case null -> false;
            case FloatRelu _, FloatSquare _ -> true;
            case FloatFunction function -> function.curve().lowest() >= 0;
            case FloatAveragePool _, FloatMaxPool _, FloatConcatenation _ ->
                node.sources().stream().allMatch(Simplifier::isNeverNegative);
            case FloatAdd _, FloatAffine _, FloatLinear _ -> false;
        };
    }

    /** A mean of sums: a pointwise convolution may follow it instead; else it is a convolution itself, to be merged. */
    private Optional<Node> averagePool(FloatAveragePool pool, Node source) {
        if (source.layer() instanceof FloatLinear linear && linear.geometry() instanceof Convolution c) {
            boolean pointwise = c.kernelHeight() * c.kernelWidth() * c.strideX() * c.strideY() == 1;
            FloatLinear own = renamed(linear, source);
            if (pointwise) {
                return Optional.of(draft.add(own, draft.add(pool, source.source())));
            }
            return LinearMerging.merge(own, source.source().shape(), asConvolution(pool, own.name(), source))
                    .map(merged -> draft.add(merged, source.source()));
        }
        if (source.layer() instanceof FloatAffine affine
                && affine.isByChannel(source.shape())
                && !isSum(source.source())) {
            return Optional.of(draft.add(
                    new FloatAffine(draft.freshName("affine"), affine.scales(), affine.shifts()),
                    draft.add(pool, source.source())));
        }
        if (PlaceFactors.are(source)) {
            return PlaceFactors.inMean(draft, pool, source);
        }
        if (source.layer() instanceof FloatAdd add && draft.consumers(source).size() == 1) {
            FloatAveragePool other = new FloatAveragePool(draft.freshName("pool"), pool.window());
            return Optional.of(draft.add(
                    add,
                    List.of(
                            draft.add(pool, source.sources().getFirst()),
                            draft.add(other, source.sources().getLast()))));
        }
        return spreadOverConcatenation(pool, source);
    }

    private static FloatLinear asConvolution(FloatAveragePool pool, String name, Node source) {
        int channels = source.shape().channels();
        int elements = pool.window().windowHeight() * pool.window().windowWidth();
        float[] weights = new float[channels * elements];
        Arrays.fill(weights, 1f / elements);
        Convolution geometry = Geometries.depthwise(
                name,
                channels,
                pool.window().windowHeight(),
                pool.window().windowWidth(),
                pool.window().strideY(),
                pool.window().strideX());
        return new FloatLinear(geometry, weights, new float[channels]);
    }

    private Optional<Node> add(Node node) {
        List<Node> sources = node.sources();
        if (sources.getFirst() == sources.getLast()) {
            float[] twice = new float[node.shape().channels()];
            Arrays.fill(twice, 2);
            return Optional.of(draft.add(
                    new FloatAffine(draft.freshName("affine"), twice, new float[twice.length]), sources.getFirst()));
        }
        for (int place = 0; place < 2; place++) {
            Node shifted = sources.get(place);
            Node other = sources.get(1 - place);
            // What is only shifted stays exact if the sum that it is added to is shifted instead.
            if (shifted.layer() instanceof FloatAffine affine
                    && affine.isByChannel(shifted.shape())
                    && affine.isShift()
                    && !isSum(shifted.source())
                    && other.layer() instanceof FloatLinear) {
                Node raised =
                        draft.add(new FloatAffine(draft.freshName("affine"), affine.scales(), affine.shifts()), other);
                return Optional.of(draft.add(new FloatAdd(draft.freshName("add")), List.of(raised, shifted.source())));
            }
        }
        return Choices.ofExactAddends(draft, node);
    }

    /** Constants on some parts become constants on the whole, for the linear layer that takes it. */
    private Optional<Node> concatenation(Node node) {
        if (node.sources().size() == 1) {
            return Optional.of(node.source());
        }
        boolean someAffine = false;
        float[] scales = new float[node.shape().channels()];
        float[] shifts = new float[scales.length];
        Arrays.fill(scales, 1);
        List<Node> parts = new ArrayList<>();
        int channel = 0;
        for (Node part : node.sources()) {
            if (part.layer() instanceof FloatAffine affine && affine.isByChannel(part.shape())) {
                System.arraycopy(
                        affine.scales(), 0, scales, channel, part.shape().channels());
                System.arraycopy(
                        affine.shifts(), 0, shifts, channel, part.shape().channels());
                someAffine = true;
                parts.add(part.source());
            } else {
                parts.add(part);
            }
            channel += part.shape().channels();
        }
        if (!someAffine || parts.stream().anyMatch(Simplifier::isSum)) {
            boolean taken = draft.consumers(node).stream().noneMatch(taker -> switch (taker.layer()) {
                case FloatRelu _, FloatMaxPool _, FloatSquare _ -> true;
                case null, default -> false;
            });
            return taken ? Choices.ofJoin(draft, node) : Optional.empty();
        }
        return Optional.of(draft.add(
                new FloatAffine(draft.freshName("affine"), scales, shifts),
                draft.add(new FloatConcatenation(draft.freshName("concat")), parts)));
    }

    /** Sums cannot be joined privately, but what follows the join may be computed on each part. */
    private Optional<Node> spreadOverConcatenation(FloatLayer layer, Node source) {
        if (!isJoinOfSums(source)) {
            return Optional.empty();
        }
        List<Node> parts = new ArrayList<>();
        int channel = 0;
        for (Node part : source.sources()) {
            int channels = part.shape().channels();
            @Nullable
            FloatLayer own = switch (layer) {
                case FloatRelu relu -> new FloatRelu(draft.freshName("relu"), relu.cap());
                case FloatSquare _ -> new FloatSquare(draft.freshName("square"));
                case FloatFunction function -> renamed(function, function.curve());
                case FloatMaxPool pool -> new FloatMaxPool(draft.freshName("maxpool"), pool.window());
                case FloatAveragePool pool -> new FloatAveragePool(draft.freshName("pool"), pool.window());
                case FloatAffine affine -> AffineFolding.channels(affine, draft.freshName("affine"), channel, channels);
                case FloatLinear _, FloatAdd _, FloatConcatenation _ -> null;
            };
            if (own == null) {
                return Optional.empty();
            }
            parts.add(draft.add(own, part));
            channel += channels;
        }
        return Optional.of(draft.add(new FloatConcatenation(draft.freshName("concat")), parts));
    }

    /** Returns true if the protocol cannot join the tensor, as it is not yet activated. */
    static boolean isSum(Node node) {
        FloatLayer layer = node.layer();
        return switch (layer) {
            case null -> false;
            case FloatLinear _, FloatAffine _, FloatAdd _ -> true;
            case FloatMaxPool _, FloatAveragePool _, FloatConcatenation _ ->
                node.sources().stream().anyMatch(Simplifier::isSum);
            case FloatRelu _, FloatSquare _, FloatFunction _ -> false;
        };
    }
}
