package gazelle.benchmarks.extraction;

import gazelle.protocol.model.Activation;
import gazelle.protocol.model.AveragePool;
import gazelle.protocol.model.GlobalAveragePool;
import gazelle.protocol.model.Layer;
import gazelle.protocol.model.LinearLayer;
import gazelle.protocol.model.NetworkSpec;
import gazelle.protocol.model.TensorShape;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A tensor whose elements are known functions of one unknown activation, by table: entry z of an element is its value where the activation
 * is z. Elements without a table are 0, whatever it is.
 *
 * @param tables the tables by element
 */
record Signals(Map<Integer, long[]> tables) {
    /** The activation itself, at its place. */
    static Signals source(int element, int values) {
        long[] identity = new long[values];
        for (int z = 0; z < values; z++) {
            identity[z] = z;
        }
        return new Signals(Map.of(element, identity));
    }

    /** Returns the signals behind a pooling: sums over windows. */
    Signals pooled(NetworkSpec spec, int index) {
        TensorShape in = spec.graph().inputShapes(index).getFirst();
        TensorShape out = spec.graph().shape(index + 1);
        Layer layer = spec.layers().get(index);
        AveragePool pool = layer instanceof AveragePool average
                ? average
                : new AveragePool(layer.name(), Layer.NETWORK_INPUT, in.height(), in.width(), 1, 1);
        Map<Integer, long[]> sums = new HashMap<>();
        for (int output = 0; output < out.elements(); output++) {
            int channel = output / out.width() / out.height();
            int corner = (channel * in.height() + output / out.width() % out.height() * pool.strideY()) * in.width()
                    + output % out.width() * pool.strideX();
            for (int a = 0; a < pool.windowHeight(); a++) {
                for (int b = 0; b < pool.windowWidth(); b++) {
                    add(sums, output, tables.get(corner + a * in.width() + b), 1);
                }
            }
        }
        return new Signals(sums);
    }

    /** Returns the signals behind a known linear layer, biases included; an output that sees none of these has no table. */
    Signals multiplied(TappedLayer layer) {
        Map<Integer, long[]> products = new HashMap<>();
        for (int output = 0; output < layer.outputs(); output++) {
            int filter = layer.filterOf(output);
            for (int weight = 0; weight < layer.perFilter(); weight++) {
                if (layer.weight(filter, weight) != 0) {
                    add(products, output, tables.get(layer.input(output, weight)), layer.weight(filter, weight));
                }
            }
            long[] product = products.get(output);
            for (int z = 0; product != null && z < product.length; z++) {
                product[z] += layer.bias(filter);
            }
        }
        return new Signals(products);
    }

    private static void add(Map<Integer, long[]> sums, int element, long @Nullable [] table, long factor) {
        if (table == null) {
            return;
        }
        long[] sum = sums.computeIfAbsent(element, _ -> new long[table.length]);
        for (int z = 0; z < table.length; z++) {
            sum[z] += factor * table[z];
        }
    }

    /** One table after its activation, with an offset before it. */
    static long[] activated(long[] table, long offset, Activation activation) {
        long[] result = new long[table.length];
        for (int z = 0; z < result.length; z++) {
            result[z] =
                    Math.clamp((table[z] + offset) >> activation.shift(), 0L, (1L << activation.activationBits()) - 1);
        }
        return result;
    }

    /** The layers that this attack knows how to pass. */
    static boolean passes(Layer layer) {
        return layer instanceof LinearLayer
                || layer instanceof Activation
                || layer instanceof AveragePool
                || layer instanceof GlobalAveragePool;
    }
}
