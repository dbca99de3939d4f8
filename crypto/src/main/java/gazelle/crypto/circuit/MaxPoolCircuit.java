package gazelle.crypto.circuit;

/**
 * Maximum of a window fused with ReLU, right shift and saturation: max over the window's words of clamp(floor(y /
 * 2^shift), 0, 2^activationBits - 1), as arithmetic shares modulo 2^outputRingBits.
 *
 * <p>Each word is reduced to a {@link ClampKey}, keys are compared and selected, and the largest is clamped once. With h
 * &gt; 0 bits between the kept ones and the sign and a = activationBits this takes windowSize (h-1) + 2 (windowSize-1)
 * (a+2) + 1 ANDs after the adders. Comparing whole truncated values takes (windowSize-1)(h-1) more; clamping every word
 * first takes windowSize (a-3) + 3 more, and is cheaper only for activations of 1 or 2 bits.
 *
 * @param windowSize words in a window, 1 to 64
 * @param ringBits bits of a value, as in {@link ActivationCircuit}
 * @param guardBits fraction bits below a value, as in {@link ActivationCircuit}
 * @param shift right shift, as in {@link ActivationCircuit}
 * @param activationBits bits of the unsigned result, as in {@link ActivationCircuit}
 * @param outputRingBits bits of the consumer's ring, as in {@link ActivationCircuit}
 */
public record MaxPoolCircuit(
        int windowSize, int ringBits, int guardBits, int shift, int activationBits, int outputRingBits)
        implements Circuit {
    /** Refuses parameters for which the result is not exact. */
    public MaxPoolCircuit {
        Checks.inRange("windowSize", windowSize, 1, 64);
        var _ = new ActivationCircuit(ringBits, guardBits, shift, activationBits, outputRingBits);
    }

    @Override
    public int inputWords() {
        return windowSize;
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
        ActivationCircuit clamp = new ActivationCircuit(ringBits, guardBits, shift, activationBits, outputRingBits);
        if (clamp.magnitudeBits() == 0) {
            // As in the activation, the result is 0 for every input.
            return;
        }
        ClampKey.shareClamped(
                machine, Comparison.largest(machine, windowSize, word -> ClampKey.of(machine, word, clamp)), clamp);
    }
}
