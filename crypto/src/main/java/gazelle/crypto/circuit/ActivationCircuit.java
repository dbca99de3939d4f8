package gazelle.crypto.circuit;

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
    public int inputBits() {
        return ringBits + guardBits;
    }

    @Override
    public int outputBits() {
        return outputRingBits;
    }

    /** Bits that the shift leaves besides the sign. */
    int magnitudeBits() {
        return ringBits - 1 - shift;
    }

    @Override
    public <W> void describe(CircuitMachine<W> machine) {
        if (magnitudeBits() == 0) {
            // Only the sign survives the shift: the result is 0 for every input, and (0, 0) are its shares.
            return;
        }
        ClampKey.shareClamped(machine, ClampKey.of(machine, 0, this), this);
    }
}
