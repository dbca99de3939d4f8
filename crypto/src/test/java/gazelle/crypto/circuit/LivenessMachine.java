package gazelle.crypto.circuit;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Numbers the wires of a circuit, fails where a wire is used that keepOnly gave up, and notes the most held at once. */
final class LivenessMachine implements CircuitMachine<Integer> {
    private final Set<Integer> alive = new HashSet<>();
    private int made;
    private int peak;

    private LivenessMachine() {}

    static int peakWires(Circuit circuit) {
        LivenessMachine machine = new LivenessMachine();
        circuit.describe(machine);
        return machine.peak;
    }

    private Integer newWire() {
        alive.add(++made);
        peak = Math.max(peak, alive.size());
        return made;
    }

    private Integer newWireFrom(Integer... used) {
        requireAlive(List.of(used));
        return newWire();
    }

    private void requireAlive(Collection<Integer> used) {
        // A million calls for the largest circuit: a plain check, where AssertJ would walk the set.
        if (!alive.containsAll(used)) {
            throw new AssertionError("wire of %s was given up before".formatted(used));
        }
    }

    @Override
    public Integer input(int word, int bit) {
        return newWire();
    }

    @Override
    public Integer xor(Integer left, Integer right) {
        return newWireFrom(left, right);
    }

    @Override
    public Integer not(Integer wire) {
        return newWireFrom(wire);
    }

    @Override
    public Integer and(Integer left, Integer right) {
        return newWireFrom(left, right);
    }

    @Override
    public Integer flipByGarbler(Integer wire, int word, int bit) {
        return newWireFrom(wire);
    }

    @Override
    public Integer andGarblerBit(Integer wire, int word, int bit) {
        return newWireFrom(wire);
    }

    @Override
    public void gatedSum(Integer gate, WeightedSum<Integer> sum) {
        requireAlive(List.of(gate));
        requireAlive(sum.terms().stream().map(WeightedSum.Term::bit).toList());
    }

    @Override
    public void constant(long value) {}

    @Override
    public void reveal(List<Integer> bits) {
        requireAlive(bits);
    }

    @Override
    public void passOn(List<Integer> bits) {
        requireAlive(bits);
    }

    @Override
    public void keepOnly(List<Integer> wires) {
        requireAlive(wires);
        alive.retainAll(Set.copyOf(wires));
    }
}
