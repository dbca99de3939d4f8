package gazelle.models.onnx;

import gazelle.models.network.Curve;
import gazelle.models.network.FloatAffine;
import gazelle.models.network.FloatFunction;
import gazelle.models.network.FloatLayer;
import gazelle.models.network.FloatRelu;
import gazelle.models.network.FloatSquare;
import gazelle.models.network.NetworkDraft.Node;
import gazelle.models.onnx.Translation.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/** Activations that are smooth curves, which become look-up tables; also where they are written as products, as x sigmoid(x). */
final class CurveOperators {
    private static final float SELU_ALPHA = 1.6732632f;
    private static final float SELU_GAMMA = 1.050701f;

    /** The operators, with the attributes that each may have. */
    private static final Map<String, Set<String>> ATTRIBUTES = Map.ofEntries(
            Map.entry("Tanh", Set.of()),
            Map.entry("Sigmoid", Set.of()),
            Map.entry("Elu", Set.of("alpha")),
            Map.entry("Selu", Set.of("alpha", "gamma")),
            Map.entry("Celu", Set.of("alpha")),
            Map.entry("Softplus", Set.of()),
            Map.entry("Softsign", Set.of()),
            Map.entry("Erf", Set.of()),
            Map.entry("Gelu", Set.of("approximate")),
            Map.entry("Swish", Set.of("alpha")),
            Map.entry("HardSwish", Set.of()),
            Map.entry("Mish", Set.of()),
            Map.entry("Abs", Set.of()));

    private CurveOperators() {}

    /** Names of the operators. */
    static Set<String> names() {
        return ATTRIBUTES.keySet();
    }

    /** The curve of a node's operator. */
    static Value curve(Translation t, OnnxNode node) throws OnnxFormatException {
        node.requireAttributesWithin(ATTRIBUTES.getOrDefault(node.operator(), Set.of()));
        Curve curve = switch (node.operator()) {
            case "Tanh" -> Curve.tanh();
            case "Sigmoid" -> Curve.sigmoid();
            case "Elu" -> Curve.elu(node.number("alpha", 1), 1);
            case "Selu" -> Curve.elu(node.number("alpha", SELU_ALPHA), node.number("gamma", SELU_GAMMA));
            case "Celu" -> Curve.celu(nonZero(node, node.number("alpha", 1)));
            case "Softplus" -> Curve.softplus();
            case "Softsign" -> Curve.softsign();
            case "Erf" -> Curve.erf();
            case "Gelu" -> gelu(node);
            case "Swish" -> Curve.swish(node.number("alpha", 1));
            case "HardSwish" -> Curve.hardSwish();
            case "Mish" -> Curve.mish();
            case "Abs" -> new Curve("abs", Math::abs, 0);
            default -> throw node.refused("is no curve");
        };
        Value input = t.value(node, 0);
        return added(t, input, curve, input.node());
    }

    private static float nonZero(OnnxNode node, float alpha) throws OnnxFormatException {
        if (alpha == 0) {
            throw node.refused("alpha 0 (expected: any other)");
        }
        return alpha;
    }

    private static Curve gelu(OnnxNode node) throws OnnxFormatException {
        return switch (node.text("approximate", "none")) {
            case "none" -> Curve.gelu();
            case "tanh" -> Curve.geluByTanh();
            default -> throw node.refused("approximate is unknown (expected: none or tanh)");
        };
    }

    private static Value added(Translation t, Value like, Curve curve, Node source) {
        Node node = t.draft().add(new FloatFunction(t.draft().freshName(curve.name()), curve), source);
        return new Value(node, like.layout());
    }

    /** A function of a node that lies some layers above another. */
    private record Link(Node origin, DoubleUnaryOperator function) {}

    /** The product of two tensors as a curve of a third, if both are functions, element by element, of that. */
    static Optional<Value> product(Translation t, Value left, Value right) {
        if (!left.layout().equals(right.layout())) {
            return Optional.empty();
        }
        List<Link> others = links(right.node());
        for (Link link : links(left.node())) {
            for (Link other : others) {
                if (link.origin() == other.origin()) {
                    DoubleUnaryOperator product = x ->
                            link.function().applyAsDouble(x) * other.function().applyAsDouble(x);
                    Curve curve = new Curve("product", product, Double.NEGATIVE_INFINITY);
                    return Optional.of(added(t, left, curve, link.origin()));
                }
            }
        }
        return Optional.empty();
    }

    /** A node as a function of itself, of its source, and so on, while each layer treats every element alike. */
    private static List<Link> links(Node node) {
        List<Link> links = new ArrayList<>();
        Link link = new Link(node, x -> x);
        links.add(link);
        for (DoubleUnaryOperator step = ofElement(link.origin()); step != null; step = ofElement(link.origin())) {
            DoubleUnaryOperator inner = step;
            DoubleUnaryOperator outer = link.function();
            link = new Link(link.origin().source(), x -> outer.applyAsDouble(inner.applyAsDouble(x)));
            links.add(link);
        }
        return links;
    }

    /** The function that a layer applies to every element; null if there is none or it differs between channels. */
    private static @Nullable DoubleUnaryOperator ofElement(Node node) {
        @Nullable FloatLayer layer = node.layer();
        return switch (layer) {
            case FloatFunction function -> function.curve().function();
            case FloatRelu relu -> x -> Math.min(Math.max(x, 0), relu.cap());
            case FloatSquare _ -> x -> x * x;
            case FloatAffine affine
            when affine.isUniform() -> {
                double scale = affine.scales()[0];
                double shift = affine.shifts()[0];
                yield x -> scale * x + shift;
            }
            case null, default -> null;
        };
    }
}
