package gazelle.models.quantise;

import gazelle.crypto.circuit.ActivationCircuit;
import gazelle.crypto.circuit.Circuit;
import gazelle.crypto.circuit.CircuitCost;
import gazelle.crypto.circuit.CountingMachine;
import gazelle.crypto.circuit.MaxPoolCircuit;
import gazelle.crypto.circuit.SquareCircuit;
import gazelle.crypto.ot.OtClient;
import gazelle.protocol.profile.LinkProfile;
import gazelle.protocol.step.GarbledActivation;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The cost of one activation over a link, counted on the circuit that will run, for choosing widths. */
public final class ActivationCost {
    /** Rows are padded to whole bytes once a chunk, not once an activation. */
    private static final int INSTANCES = 1_024;

    private final LinkProfile link;
    private final double transferBytes;
    private final Map<Widths, Double> known = new ConcurrentHashMap<>();

    /** Everything that a circuit's cost depends on. */
    private record Widths(
            boolean square, int words, int ringBits, int guardBits, int shift, int keptBits, int nextRingBits) {}

    /** Costs over {@code link}. */
    public ActivationCost(LinkProfile link) {
        this.link = link;
        int transfers = 128 * INSTANCES;
        this.transferBytes = (double) OtClient.extensionBytes(link.otTreeBits(), transfers) / transfers + 1.0 / 8;
    }

    /** h: bits between the kept ones and the sign, which saturation has to look at. */
    public static int saturationBits(int ringBits, int shift, int activationBits) {
        return Math.max(0, ringBits - 1 - shift - activationBits);
    }

    /** Bytes that each further ring bit adds to an activation: one AND gate and one oblivious transfer. */
    double bytesPerRingBit() {
        return relu(1, 21, 2, 10, 6, 20) - relu(1, 20, 2, 9, 6, 20);
    }

    /**
     * Bytes of one ReLU with shift and saturation, or of one window of them and its maximum.
     *
     * @param windowElements words in a max-pooling window, 1 without max pooling
     * @param ringBits l of the linear layer before
     * @param guardBits g of the linear layer before
     * @param shift s
     * @param activationBits aBits
     * @param nextRingBits L, the ring of the linear layer after
     */
    public double relu(
            int windowElements, int ringBits, int guardBits, int shift, int activationBits, int nextRingBits) {
        return bytes(new Widths(false, windowElements, ringBits, guardBits, shift, activationBits, nextRingBits));
    }

    /** Bytes of one square of {@code rootBits}, with shift and saturation. */
    double square(int ringBits, int guardBits, int shift, int rootBits, int nextRingBits) {
        return bytes(new Widths(true, 1, ringBits, guardBits, shift, rootBits, nextRingBits));
    }

    private double bytes(Widths widths) {
        return known.computeIfAbsent(widths, this::counted);
    }

    private double counted(Widths w) {
        Circuit circuit;
        if (w.square()) {
            circuit = new SquareCircuit(w.ringBits(), w.guardBits(), w.shift(), w.keptBits(), w.nextRingBits());
        } else if (w.words() == 1) {
            circuit = new ActivationCircuit(w.ringBits(), w.guardBits(), w.shift(), w.keptBits(), w.nextRingBits());
        } else {
            circuit = new MaxPoolCircuit(
                    w.words(), w.ringBits(), w.guardBits(), w.shift(), w.keptBits(), w.nextRingBits());
        }
        CircuitCost cost = CountingMachine.count(circuit);
        return (double) cost.tableBytes(INSTANCES, GarbledActivation.scheme(link)) / INSTANCES
                + transferBytes * circuit.inputWords() * circuit.inputBits();
    }
}
