package gazelle.protocol.step;

import gazelle.crypto.circuit.ActivationCircuit;
import gazelle.crypto.circuit.ArgMaxCircuit;
import gazelle.crypto.circuit.Circuit;
import gazelle.crypto.circuit.CountingMachine;
import gazelle.crypto.circuit.GarblingScheme;
import gazelle.crypto.circuit.LookupTableCircuit;
import gazelle.crypto.circuit.MaxPoolCircuit;
import gazelle.crypto.circuit.ScoresCircuit;
import gazelle.crypto.circuit.SquareCircuit;
import gazelle.crypto.circuit.TopKCircuit;
import gazelle.crypto.ot.OtClient;
import gazelle.protocol.model.Activation;
import gazelle.protocol.model.ArgMax;
import gazelle.protocol.model.Layer;
import gazelle.protocol.model.LookupTable;
import gazelle.protocol.model.MaxPool;
import gazelle.protocol.model.NetworkGraph;
import gazelle.protocol.model.NonLinearLayer;
import gazelle.protocol.model.OutputLayer;
import gazelle.protocol.model.Scores;
import gazelle.protocol.model.Square;
import gazelle.protocol.model.TensorShape;
import gazelle.protocol.model.TopK;
import gazelle.protocol.profile.LinkProfile;
import java.util.List;
import java.util.stream.LongStream;

/** Activations, poolings and outputs as garbled circuits: one round trip a layer, whatever its depth. */
public final class GarbledActivation implements ActivationKind {
    /** The name of this kind's {@link Operations}. */
    public static final String AND_GATES = "AND gates";

    /** Rows are padded to whole bytes once a chunk, not once an activation. */
    private static final int PRICED_INSTANCES = 1_024;

    /** Creates the kind, which has no state. */
    public GarbledActivation() {}

    /** Returns how conjunctions are garbled over a link: with fewer bytes where each costs more than the time to save it. */
    public static GarblingScheme scheme(LinkProfile link) {
        return link == LinkProfile.LOCAL ? GarblingScheme.HALF_GATES : GarblingScheme.THREE_HALVES;
    }

    /** Half gates or three halves by the link, keys and hashes from AES-128. */
    @Override
    public String name() {
        return "garbled-circuits";
    }

    @Override
    public Step plan(Layer layer, int index, NetworkGraph graph, LinkProfile link) {
        return new Site(index, graph, link).plan(layer);
    }

    @Override
    public double bytes(ActivationWidths w, LinkProfile link) {
        Circuit circuit = switch (w.form()) {
            case RELU -> new ActivationCircuit(w.ringBits(), w.guardBits(), w.shift(), w.keptBits(), w.nextRingBits());
            case MAX_POOL ->
                new MaxPoolCircuit(
                        w.windowElements(), w.ringBits(), w.guardBits(), w.shift(), w.keptBits(), w.nextRingBits());
            case SQUARE -> new SquareCircuit(w.ringBits(), w.guardBits(), w.shift(), w.keptBits(), w.nextRingBits());
            case TABLE ->
                new LookupTableCircuit(
                        w.ringBits(), w.guardBits(), w.shift(), costliestTable(w.keptBits()), w.nextRingBits());
        };
        int transfers = OtClient.CHECK_TRANSFERS * PRICED_INSTANCES;
        double bytesPerTransfer =
                (double) OtClient.extensionBytes(link.otTreeBits(), transfers) / transfers + 1.0 / Byte.SIZE;
        return (double) CountingMachine.count(circuit).tableBytes(PRICED_INSTANCES, scheme(link)) / PRICED_INSTANCES
                + bytesPerTransfer * circuit.inputWords() * circuit.inputBits();
    }

    /** A table of which every product of index bits has the weight 1, so that none is left out of the circuit. */
    private static List<Long> costliestTable(int indexBits) {
        return LongStream.range(0, 1L << indexBits)
                .map(index -> 1L << Long.bitCount(index ^ 1L << (indexBits - 1)))
                .boxed()
                .toList();
    }

    /** The place of a layer in its network. */
    private record Site(int index, NetworkGraph graph, LinkProfile link) {
        Step plan(Layer layer) {
            int elements = graph.shape(source()).elements();
            return switch (layer) {
                case MaxPool pool -> new GarbledStep(index, false, link, chunking(pool));
                case NonLinearLayer other -> new GarbledStep(index, false, link, uniform(circuit(other), elements));
                case OutputLayer output ->
                    new GarbledStep(
                            index, true, link, uniform(circuit(output), output instanceof Scores ? elements : 1));
                default ->
                    throw new IllegalArgumentException("layer: " + layer.name() + " (expected: non-linear or output)");
            };
        }

        private int source() {
            return graph.sources(index).getFirst();
        }

        private UniformChunks uniform(Circuit circuit, int instances) {
            return new UniformChunks(circuit, scheme(link), instances);
        }

        /** Strips where windows overlap: they never cost more then, and often half. */
        private Chunking chunking(MaxPool pool) {
            TensorShape input = graph.shape(source());
            TensorShape output = graph.shape(index + 1);
            ActivationCircuit clamp = clamp(pool, pool.activationBits());
            // Without a bit besides the sign every output is 0 and no key exists.
            if (pool.windowsOverlap() && pool.shift() < clamp.ringBits() - 1) {
                PooledStrips strips =
                        new PooledStrips(pool, clamp, input, output, scheme(link), GarbledStep.TARGET_STRIP_BYTES);
                if (strips.fitFrames()) {
                    return strips;
                }
            }
            return new UniformChunks(
                    circuit(pool), scheme(link), output.elements(), WindowGather.of(pool, input, output));
        }

        private ActivationCircuit clamp(NonLinearLayer layer, int activationBits) {
            int source = source();
            return new ActivationCircuit(
                    graph.ringBits(source),
                    graph.guardBits(source),
                    layer.shift(),
                    activationBits,
                    graph.ringBits(index + 1));
        }

        private Circuit circuit(NonLinearLayer layer) {
            int source = source();
            int ringBits = graph.ringBits(source);
            int guardBits = graph.guardBits(source);
            int outputBits = graph.ringBits(index + 1);
            return switch (layer) {
                case Activation activation -> clamp(activation, activation.activationBits());
                case MaxPool pool ->
                    new MaxPoolCircuit(
                            pool.windowElements(),
                            ringBits,
                            guardBits,
                            layer.shift(),
                            pool.activationBits(),
                            outputBits);
                case Square square ->
                    new SquareCircuit(ringBits, guardBits, layer.shift(), square.rootBits(), outputBits);
                case LookupTable table ->
                    new LookupTableCircuit(
                            ringBits,
                            guardBits,
                            layer.shift(),
                            table.reachableValues(ringBits).stream()
                                    .map(Integer::longValue)
                                    .toList(),
                            outputBits);
            };
        }

        private Circuit circuit(OutputLayer layer) {
            int source = source();
            int ringBits = graph.ringBits(source);
            int guardBits = graph.guardBits(source);
            int classes = graph.shape(source).elements();
            return switch (layer) {
                case ArgMax _ -> new ArgMaxCircuit(classes, ringBits, guardBits);
                case TopK top -> new TopKCircuit(classes, top.count(), ringBits, guardBits);
                case Scores _ -> new ScoresCircuit(ringBits, guardBits);
            };
        }
    }
}
