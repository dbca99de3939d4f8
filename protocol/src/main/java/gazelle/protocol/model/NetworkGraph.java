package gazelle.protocol.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A network's tensors and who takes them: tensor 0 is the network's input, tensor i + 1 the output of layer i.
 *
 * <p>A tensor is either <em>scaled</em>, the output of a linear layer or residual sum, shared as 2^g * y + eps mod 2^(l+g); or
 * <em>exact</em>, shared mod the largest ring of those who take it.
 */
public final class NetworkGraph {
    /** g: how many bits a scaled tensor has below its result, for the rounding error of the linear layer. */
    private static final int GUARD_BITS = 2;

    private final List<Layer> layers;
    private final List<List<Integer>> sources = new ArrayList<>();
    private final List<TensorShape> shapes = new ArrayList<>();
    private final int[] lastUse;
    private final int[] uses;
    private final int[] ringBits;
    private final int[] guardBits;

    /**
     * @throws IllegalArgumentException if a name is unknown or occurs twice, or a shape does not fit
     */
    NetworkGraph(InputSpec input, List<Layer> layers) {
        this.layers = layers;
        this.lastUse = new int[layers.size() + 1];
        this.uses = new int[layers.size() + 1];
        this.ringBits = new int[layers.size() + 1];
        this.guardBits = new int[layers.size() + 1];
        Map<String, Integer> tensorsByName = new HashMap<>();
        tensorsByName.put(Layer.NETWORK_INPUT, 0);
        shapes.add(input.shape());
        for (int i = 0; i < layers.size(); i++) {
            Layer layer = layers.get(i);
            List<Integer> tensors = new ArrayList<>();
            for (String name : layer.sources()) {
                Integer tensor = tensorsByName.get(name);
                if (tensor == null) {
                    throw new IllegalArgumentException(
                            "layer " + layer.name() + ": takes " + name + " (expected: the name of an earlier layer)");
                }
                tensors.add(tensor);
                lastUse[tensor] = i;
                uses[tensor]++;
            }
            sources.add(List.copyOf(tensors));
            shapes.add(layer.outputShape(tensors.stream().map(shapes::get).toList()));
            if (tensorsByName.put(layer.name(), i + 1) != null) {
                throw new IllegalArgumentException("layer " + layer.name() + ": the name occurs twice");
            }
        }
        lastUse[layers.size()] = layers.size();
        Arrays.fill(guardBits, guardBitsOfSum(1));
        deriveRings();
    }

    /** Walks backwards: an exact tensor's ring is the largest of those who take it, a linear layer declares its own. */
    private void deriveRings() {
        for (int i = layers.size() - 1; i >= 0; i--) {
            int own = i + 1;
            switch (layers.get(i)) {
                case LinearLayer linear -> {
                    ringBits[own] = linear.ringBits();
                    require(i, 0, linear.ringBits());
                }
                case ResidualAdd _ -> {
                    int main = sources.get(i).getFirst();
                    int skip = sources.get(i).getLast();
                    int declared = layerOf(main) instanceof LinearLayer linear ? linear.ringBits() : 0;
                    ringBits[own] = declared;
                    if (isScaled(skip)) {
                        guardBits[main] = guardBitsOfSum(2);
                        guardBits[skip] = guardBitsOfSum(2);
                        guardBits[own] = guardBitsOfSum(2);
                    } else {
                        ringBits[skip] = Math.max(ringBits[skip], declared);
                    }
                }
                case AveragePool _, GlobalAveragePool _, Concatenation _ -> {
                    for (int source = 0; source < sources.get(i).size(); source++) {
                        require(i, source, ringBits[own]);
                    }
                }
                case NonLinearLayer _, OutputLayer _ -> {}
            }
        }
    }

    private void require(int layer, int source, int bits) {
        int tensor = sources.get(layer).get(source);
        ringBits[tensor] = Math.max(ringBits[tensor], bits);
    }

    private Layer layerOf(int tensor) {
        return layers.get(Math.max(0, tensor - 1));
    }

    /** Returns the tensors that a layer takes, in the order of its sources. */
    public List<Integer> sources(int layer) {
        return sources.get(layer);
    }

    /** Returns the shape of a tensor. */
    public TensorShape shape(int tensor) {
        return shapes.get(tensor);
    }

    /** Returns the shapes of the tensors that a layer takes. */
    public List<TensorShape> inputShapes(int layer) {
        return sources.get(layer).stream().map(shapes::get).toList();
    }

    /** Returns whether a tensor is the output of a linear layer or of a residual sum. */
    public boolean isScaled(int tensor) {
        return tensor > 0 && (layerOf(tensor) instanceof LinearLayer || layerOf(tensor) instanceof ResidualAdd);
    }

    /** l of a scaled tensor; of an exact tensor the ring in which it is shared. */
    public int ringBits(int tensor) {
        return ringBits[tensor];
    }

    /** Returns g of a scaled tensor: that of {@link #guardBitsOfSum}. */
    public int guardBits(int tensor) {
        return guardBits[tensor];
    }

    /**
     * Returns the guard bits g of linear layers' outputs that enter one circuit as a sum: rounding errors add up, so that twice as
     * many addends need one bit more.
     *
     * @param addends outputs of linear layers in the sum, 1 where nothing is added
     */
    public static int guardBitsOfSum(int addends) {
        return GUARD_BITS + OutputLayer.indexBits(addends);
    }

    /** Returns the last layer that takes a tensor. */
    public int lastUse(int tensor) {
        return lastUse[tensor];
    }

    /** Checks everything that makes a network computable: which kind follows which, widths, one output and no dead end. */
    static void check(NetworkGraph graph) {
        List<Layer> layers = graph.layers;
        for (int i = 0; i < layers.size(); i++) {
            boolean last = i == layers.size() - 1;
            if (last != layers.get(i) instanceof OutputLayer) {
                throw new IllegalArgumentException("layer " + layers.get(i).name() + ": "
                        + layers.get(i).kind() + (last ? " is the last layer" : " is not the last layer")
                        + " (expected: one output, at the end)");
            }
            if (!last && graph.uses[i + 1] == 0) {
                throw new IllegalArgumentException(
                        "layer " + layers.get(i).name() + ": nothing takes its output (expected: a later layer)");
            }
            if (graph.isScaled(i + 1) && graph.uses[i + 1] != 1) {
                throw new IllegalArgumentException("layer " + layers.get(i).name() + ": " + graph.uses[i + 1]
                        + " layers take its output (expected: one; an activation's output may be shared)");
            }
        }
        if (graph.uses[0] == 0) {
            throw new IllegalArgumentException("input: nothing takes it (expected: a layer)");
        }
        for (int i = 0; i < layers.size(); i++) {
            graph.checkSources(i);
        }
    }

    private void checkSources(int index) {
        Layer layer = layers.get(index);
        List<Integer> taken = sources.get(index);
        int first = taken.getFirst();
        switch (layer) {
            case LinearLayer _, AveragePool _, GlobalAveragePool _, Concatenation _ ->
                taken.forEach(tensor -> expect(layer, tensor, !isScaled(tensor), "activations or the network's input"));
            case ResidualAdd add -> checkResidual(add, first, taken.getLast());
            case NonLinearLayer nonLinear -> {
                expect(layer, first, isScaled(first), "a linear layer or a residual sum");
                checkWidths(nonLinear, ringBits(first), ringBits(index + 1));
            }
            case OutputLayer _ -> expect(layer, first, isScaled(first), "a linear layer or a residual sum");
        }
    }

    private void checkResidual(ResidualAdd add, int main, int skip) {
        expect(add, main, main > 0 && layerOf(main) instanceof LinearLayer, "a linear layer as main");
        if (isScaled(skip)) {
            expect(add, skip, layerOf(skip) instanceof LinearLayer, "a linear layer or activations as skip");
            if (add.skipScale() != 1 || ringBits(skip) != ringBits(main)) {
                throw new IllegalArgumentException("layer " + add.name() + ": skipScale " + add.skipScale()
                        + ", rings of " + ringBits(main) + " and " + ringBits(skip)
                        + " bits (expected: skipScale 1 and equal rings for two linear layers)");
            }
        }
    }

    private void expect(Layer layer, int tensor, boolean fits, String expected) {
        if (!fits) {
            throw new IllegalArgumentException("layer " + layer.name() + ": " + layer.kind() + " cannot take "
                    + (tensor == 0
                            ? "the network's input"
                            : "the output of " + layerOf(tensor).name())
                    + " (expected: " + expected + ")");
        }
    }

    private static void checkWidths(NonLinearLayer layer, int bitsBefore, int bitsAfter) {
        if (layer.shift() > bitsBefore - 2) {
            throw new IllegalArgumentException(layer.name() + " shift: " + layer.shift() + " (expected: at most "
                    + (bitsBefore - 2) + ", two less than the ring before it)");
        }
        if (layer.outputRange(bitsBefore).signedBits() > bitsAfter) {
            throw new IllegalArgumentException(layer.name() + ": its output does not fit the ring of " + bitsAfter
                    + " bits of the layer that takes it");
        }
    }
}
