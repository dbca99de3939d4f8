package gazelle.crypto.circuit;

import java.util.ArrayList;
import java.util.List;

/** The carry chain that adds the client's and the server's share of a word, bits - 2 ANDs and one half gate. */
final class ShareAdder {
    private ShareAdder() {}

    /**
     * Sum bits {@code lowest} to {@code bits - 1} of (client share + server share) mod 2^bits.
     *
     * <p>With server bit r, carry c and client bit x the next carry is the majority of the three: x AND c for r = 0 and
     * x OR c for r = 1, which is one AND with all its wires flipped by r.
     */
    static <W> List<W> sum(CircuitMachine<W> machine, int word, int bits, int lowest) {
        List<W> sum = new ArrayList<>(bits - lowest);
        W first = machine.input(word, 0);
        if (lowest == 0) {
            sum.add(machine.flipByGarbler(first, word, 0));
        }
        if (bits == 1) {
            return sum;
        }
        W carry = machine.andGarblerBit(first, word, 0);
        for (int bit = 1; bit < bits; bit++) {
            W flipped = machine.flipByGarbler(machine.input(word, bit), word, bit);
            if (bit >= lowest) {
                sum.add(machine.xor(flipped, carry));
            }
            if (bit < bits - 1) {
                W flippedCarry = machine.flipByGarbler(carry, word, bit);
                carry = machine.flipByGarbler(machine.and(flipped, flippedCarry), word, bit);
            }
        }
        return sum;
    }
}
