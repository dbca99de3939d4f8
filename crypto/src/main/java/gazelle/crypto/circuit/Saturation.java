package gazelle.crypto.circuit;

import java.util.ArrayList;
import java.util.List;

/** Narrowing of a signed number to fewer bits; what does not fit becomes the smallest or the largest that does. */
final class Saturation {
    private Saturation() {}

    /**
     * clamp(z, -2^(bits-1), 2^(bits-1) - 1): an AND for each bit kept beside the sign, and one fewer than it drops.
     *
     * @param word two's complement z, lowest bit first
     * @param bits width of the result, sign included; z itself if it is no wider
     */
    static <W> List<W> signed(CircuitMachine<W> machine, List<W> word, int bits) {
        int magnitudeBits = word.size() - 1;
        int kept = bits - 1;
        if (kept >= magnitudeBits) {
            return word;
        }
        // In range, all bits from the kept ones up equal the sign; out of range, the kept ones become its opposite.
        W sign = word.getLast();
        W outOfRange = machine.xor(word.get(kept), sign);
        for (W bit : word.subList(kept + 1, magnitudeBits)) {
            outOfRange = machine.or(outOfRange, machine.xor(bit, sign));
        }
        List<W> narrowed = new ArrayList<>();
        for (W bit : word.subList(0, kept)) {
            narrowed.add(machine.xor(machine.or(machine.xor(bit, sign), outOfRange), sign));
        }
        narrowed.add(sign);
        return narrowed;
    }
}
