package gazelle.crypto.circuit;

import java.util.List;

/**
 * ReLU, right shift and saturation of one shared value: clamp(floor(y / 2^shift), 0, 2^activationBits - 1) as
 * arithmetic shares modulo 2^outputRingBits.
 *
 * <p>The input word is client share + server share mod 2^(ringBits + guardBits), read as a two's complement number v;
 * y = floor(v / 2^guardBits). The server has already added 2^(guardBits - 1), the bias and the rounding to its share.
 *
 * @param ringBits bits of y, sign included, 2 to 48
 * @param guardBits fraction bits below y that absorb the linear layer's rounding error, 0 to 8
 * @param shift right shift of y, 0 to ringBits - 1
 * @param activationBits bits of the unsigned result, 1 to outputRingBits - 1
 * @param outputRingBits bits of the consumer's ring, 2 to {@value CircuitMachine#MAX_OUTPUT_BITS}
 */
public record ActivationCircuit(int ringBits, int guardBits, int shift, int activationBits, int outputRingBits)
        implements Circuit {
    /** Refuses parameters for which the result is not exact. */
    public ActivationCircuit {
        Checks.inRange("ringBits", ringBits, 2, 48);
        Checks.inRange("guardBits", guardBits, 0, 8);
        Checks.inRange("shift", shift, 0, ringBits - 1);
        Checks.inRange("outputRingBits", outputRingBits, 2, CircuitMachine.MAX_OUTPUT_BITS);
        Checks.inRange("activationBits", activationBits, 1, outputRingBits - 1);
    }

    @Override
    public int inputWords() {
        return 1;
    }

    @Override
    public int inputBits() {
        return ringBits + guardBits;
    }

    @Override
    public int outputBits() {
        return outputRingBits;
    }

    @Override
    public <W> void describe(CircuitMachine<W> machine) {
        int magnitudeBits = ringBits - 1 - shift;
        if (magnitudeBits == 0) {
            // Only the sign survives the shift: the result is 0 for every input, and (0, 0) are its shares.
            return;
        }
        List<W> shifted = ShareAdder.sum(machine, 0, inputBits(), shift + guardBits);
        W notNegative = machine.not(shifted.get(magnitudeBits));
        int kept = Math.min(activationBits, magnitudeBits);
        List<W> word = shifted.subList(0, kept);
        List<W> overflow = shifted.subList(kept, magnitudeBits);
        if (overflow.isEmpty()) {
            machine.gatedWord(notNegative, word);
            return;
        }
        W tooLarge = overflow.getFirst();
        for (W bit : overflow.subList(1, overflow.size())) {
            tooLarge = machine.or(tooLarge, bit);
        }
        W inRange = machine.and(notNegative, machine.not(tooLarge));
        // inRange implies notNegative, so their XOR is "not negative and too large".
        machine.gatedConstant(machine.xor(notNegative, inRange), (1L << activationBits) - 1);
        machine.gatedWord(inRange, word);
    }
}
