package gazelle.crypto.circuit;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Executes a circuit without values, counting its gates and table rows. */
public final class CountingMachine implements CircuitMachine<CountingMachine.Wire> {
    /** Stands for every wire: counting needs no values. */
    public enum Wire {
        /** The only wire. */
        ANY
    }

    private static final int LABEL_BITS = 128;

    private final int outputBits;
    private final boolean passesOn;
    private final Map<Integer, Integer> rowsByBits = new TreeMap<>();
    private int ands;
    private int garblerAnds;
    private int hashedWords;

    private CountingMachine(Circuit circuit) {
        outputBits = circuit.outputBits();
        passesOn = circuit.passesOn();
    }

    /**
     * Gates and rows of one instance of {@code circuit}.
     *
     * @throws IllegalArgumentException if its output is not of the kind and size that it declares
     */
    public static CircuitCost count(Circuit circuit) {
        CountingMachine machine = new CountingMachine(circuit);
        circuit.describe(machine);
        return new CircuitCost(machine.ands, machine.garblerAnds, machine.hashedWords, machine.rowsByBits);
    }

    @Override
    public Wire input(int word, int bit) {
        return Wire.ANY;
    }

    @Override
    public Wire xor(Wire left, Wire right) {
        return Wire.ANY;
    }

    @Override
    public Wire not(Wire wire) {
        return Wire.ANY;
    }

    @Override
    public Wire and(Wire left, Wire right) {
        ands++;
        return Wire.ANY;
    }

    @Override
    public Wire flipByGarbler(Wire wire, int word, int bit) {
        return Wire.ANY;
    }

    @Override
    public Wire andGarblerBit(Wire wire, int word, int bit) {
        garblerAnds++;
        addRows(1, LABEL_BITS);
        return Wire.ANY;
    }

    @Override
    public void gatedSum(Wire gate, WeightedSum<Wire> sum) {
        requireKind(false);
        addRows(1, outputBits - sum.lowestExponent(outputBits));
        for (WeightedSum.Term<Wire> term : sum.terms()) {
            addRows(2, outputBits - term.exponent());
        }
        hashedWords += sum.terms().size() + 1;
    }

    @Override
    public void constant(long value) {
        requireKind(false);
    }

    @Override
    public void reveal(List<Wire> bits) {
        requireKind(false);
        addRows(bits.size(), 1);
    }

    @Override
    public void passOn(List<Wire> bits) {
        requireKind(true);
        Checks.inRange("wires passed on", bits.size(), outputBits, outputBits);
    }

    private void requireKind(boolean wires) {
        if (wires != passesOn) {
            throw new IllegalArgumentException(
                    passesOn
                            ? "circuit: gives a word (expected: wires)"
                            : "circuit: passes wires on (expected: a word)");
        }
    }

    private void addRows(int rows, int bits) {
        rowsByBits.merge(bits, rows, Integer::sum);
    }
}
