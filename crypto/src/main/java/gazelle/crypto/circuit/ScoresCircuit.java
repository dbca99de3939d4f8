package gazelle.crypto.circuit;

/**
 * Reveals one shared value to the client: y = floor(v / 2^guardBits) as ringBits bits in two's complement.
 *
 * <p>The input word is client share + server share mod 2^(ringBits + guardBits), read as a two's complement number v.
 * The revealed word is not sign-extended.
 *
 * @param ringBits bits of y, sign included, 2 to 48
 * @param guardBits fraction bits below y that absorb the linear layer's rounding error, 0 to 8
 */
public record ScoresCircuit(int ringBits, int guardBits) implements Circuit {
    /** Refuses sizes outside the tested range. */
    public ScoresCircuit {
        Checks.inRange("ringBits", ringBits, 2, 48);
        Checks.inRange("guardBits", guardBits, 0, 8);
    }

    @Override
    public int inputBits() {
        return ringBits + guardBits;
    }

    @Override
    public int outputBits() {
        return ringBits;
    }

    @Override
    public <W> void describe(CircuitMachine<W> machine) {
        machine.reveal(ShareAdder.sum(machine, 0, inputBits(), guardBits));
    }
}
