package gazelle.crypto.circuit;

import java.util.ArrayList;
import java.util.List;

/**
 * The index of the largest of several shared signed values, the lowest index on ties; only the index is revealed, and
 * only to the client.
 *
 * <p>Each input word is client share + server share mod 2^(ringBits + guardBits), read as a two's complement number v;
 * the values compared are floor(v / 2^guardBits).
 *
 * @param classes number of values, 2 to 4096
 * @param ringBits bits of a value, sign included, 2 to 48
 * @param guardBits fraction bits below a value that absorb the linear layer's rounding error, 0 to 8
 */
public record ArgMaxCircuit(int classes, int ringBits, int guardBits) implements Circuit {
    /** Refuses sizes outside the tested range. */
    public ArgMaxCircuit {
        Checks.inRange("classes", classes, 2, 4096);
        Checks.inRange("ringBits", ringBits, 2, 48);
        Checks.inRange("guardBits", guardBits, 0, 8);
    }

    @Override
    public int inputWords() {
        return classes;
    }

    @Override
    public int inputBits() {
        return ringBits + guardBits;
    }

    /** Bits of the index: ceil(log2 classes). */
    @Override
    public int outputBits() {
        return Integer.SIZE - Integer.numberOfLeadingZeros(classes - 1);
    }

    @Override
    public <W> void describe(CircuitMachine<W> machine) {
        List<W> largest = ShareAdder.sum(machine, 0, inputBits(), guardBits);
        List<W> index = new ArrayList<>();
        for (int candidate = 1; candidate < classes; candidate++) {
            List<W> value = ShareAdder.sum(machine, candidate, inputBits(), guardBits);
            W greater = signedGreater(machine, value, largest);
            updateIndex(machine, index, candidate, greater);
            if (candidate < classes - 1) {
                largest = select(machine, greater, value, largest);
            }
        }
        machine.reveal(index);
    }

    /** left > right: the carry out of left + NOT right, both with their sign bit flipped to compare unsigned. */
    private static <W> W signedGreater(CircuitMachine<W> machine, List<W> left, List<W> right) {
        int sign = left.size() - 1;
        W carry = machine.and(left.getFirst(), machine.not(right.getFirst()));
        for (int bit = 1; bit < sign; bit++) {
            carry = majority(machine, left.get(bit), machine.not(right.get(bit)), carry);
        }
        return majority(machine, machine.not(left.get(sign)), right.get(sign), carry);
    }

    private static <W> W majority(CircuitMachine<W> machine, W left, W right, W carry) {
        return machine.xor(machine.and(machine.xor(left, carry), machine.xor(right, carry)), carry);
    }

    private static <W> List<W> select(CircuitMachine<W> machine, W condition, List<W> ifTrue, List<W> ifFalse) {
        List<W> selected = new ArrayList<>(ifTrue.size());
        for (int bit = 0; bit < ifTrue.size(); bit++) {
            W difference = machine.xor(ifTrue.get(bit), ifFalse.get(bit));
            selected.add(machine.xor(machine.and(condition, difference), ifFalse.get(bit)));
        }
        return selected;
    }

    /** index = greater ? candidate : index; a bit that no earlier candidate could set starts here as {@code greater}. */
    private static <W> void updateIndex(CircuitMachine<W> machine, List<W> index, int candidate, W greater) {
        for (int bit = 0; bit < index.size(); bit++) {
            boolean set = (candidate >>> bit & 1) == 1;
            W old = index.get(bit);
            index.set(bit, set ? machine.or(old, greater) : machine.and(old, machine.not(greater)));
        }
        if (Integer.bitCount(candidate) == 1) {
            index.add(greater);
        }
    }
}
