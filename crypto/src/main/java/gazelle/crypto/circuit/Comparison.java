package gazelle.crypto.circuit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** Comparing and selecting two's complement words; words are lowest bit first and of equal length, at least 2 bits. */
final class Comparison {
    private Comparison() {}

    /** The largest of {@code count} words, each made when it is needed; no wire made before is used again. */
    static <W> List<W> largest(CircuitMachine<W> machine, int count, IntFunction<List<W>> words) {
        List<W> largest = words.apply(0);
        for (int word = 1; word < count; word++) {
            machine.keepOnly(largest);
            List<W> next = words.apply(word);
            W greater = signedGreater(machine, next, largest);
            largest = select(machine, greater, next, largest);
        }
        return largest;
    }

    /**
     * left > right, one AND a bit: the carry out of left + NOT right, both with their sign bit flipped to compare
     * unsigned.
     */
    static <W> W signedGreater(CircuitMachine<W> machine, List<W> left, List<W> right) {
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

    /** One AND a bit. */
    static <W> List<W> select(CircuitMachine<W> machine, W condition, List<W> ifTrue, List<W> ifFalse) {
        List<W> selected = new ArrayList<>(ifTrue.size());
        for (int bit = 0; bit < ifTrue.size(); bit++) {
            W difference = machine.xor(ifTrue.get(bit), ifFalse.get(bit));
            selected.add(machine.xor(machine.and(condition, difference), ifFalse.get(bit)));
        }
        return selected;
    }
}
