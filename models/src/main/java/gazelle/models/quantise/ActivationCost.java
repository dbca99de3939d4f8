package gazelle.models.quantise;

import gazelle.crypto.circuit.ActivationCircuit;
import gazelle.crypto.circuit.Circuit;
import gazelle.crypto.circuit.CircuitCost;
import gazelle.crypto.circuit.CountingMachine;
import gazelle.crypto.circuit.GarblingScheme;
import gazelle.crypto.circuit.MaxPoolCircuit;

/** What one activation costs on the network, counted on the circuit that will run, for choosing widths. */
public final class ActivationCost {
    private static final int GUARD_BITS = 2;
    private static final int AND_BYTES = 32;

    /** protocol.md section 5: extension and correction of one transfer for each input wire. */
    private static final int TRANSFER_BYTES_PER_BIT = 2;

    /** Rows are padded to whole bytes once a chunk, not once an activation. */
    private static final int INSTANCES = 1_024;

    /** Bytes that each further ring bit adds to an activation: one AND gate and one oblivious transfer. */
    static final int BYTES_PER_RING_BIT = AND_BYTES + TRANSFER_BYTES_PER_BIT;

    private ActivationCost() {}

    /** h: bits between the kept ones and the sign, which saturation has to look at. */
    public static int saturationBits(int ringBits, int shift, int activationBits) {
        return Math.max(0, ringBits - 1 - shift - activationBits);
    }

    /**
     * Bytes of one ReLU with shift and saturation, or of one window of them and its maximum.
     *
     * @param windowElements words in a max-pooling window, 1 without max pooling
     * @param ringBits l of the linear layer before
     * @param shift s
     * @param activationBits aBits
     * @param nextRingBits L, the ring of the linear layer after
     */
    public static double bytes(int windowElements, int ringBits, int shift, int activationBits, int nextRingBits) {
        Circuit circuit = windowElements == 1
                ? new ActivationCircuit(ringBits, GUARD_BITS, shift, activationBits, nextRingBits)
                : new MaxPoolCircuit(windowElements, ringBits, GUARD_BITS, shift, activationBits, nextRingBits);
        CircuitCost cost = CountingMachine.count(circuit);
        return (double) cost.tableBytes(INSTANCES, GarblingScheme.HALF_GATES) / INSTANCES
                + TRANSFER_BYTES_PER_BIT * circuit.inputWords() * circuit.inputBits();
    }
}
