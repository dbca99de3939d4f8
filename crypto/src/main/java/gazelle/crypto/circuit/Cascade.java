package gazelle.crypto.circuit;

import java.util.ArrayList;
import java.util.List;

/**
 * The work that is garbled as one chunk: steps that run one after the other, each one circuit for many instances.
 *
 * <p>The first step takes shared words. Every further one takes wires that the step before passed on: word w of an
 * instance is the whole output of one instance of that step, and any number of instances may take the same one, so that
 * what they share is computed once. The last step gives words.
 *
 * @param steps at least one
 */
public record Cascade(List<Step> steps) {
    /** Tells where the words of a step's instances come from. */
    @FunctionalInterface
    public interface Wiring {
        /** The instance of the step before that word {@code word} of instance {@code instance} is the output of. */
        int source(int word, int instance);
    }

    /**
     * One circuit for many instances.
     *
     * @param counted the circuit
     * @param instances how many, at least 1
     * @param wiring where its words come from; not asked of the first step
     */
    public record Step(CountedCircuit counted, int instances, Wiring wiring) {
        /** Refuses steps without instances. */
        public Step {
            Checks.inRange("instances", instances, 1, Integer.MAX_VALUE);
        }

        /** Returns the circuit of every instance. */
        public Circuit circuit() {
            return counted.circuit();
        }

        /** Exact bytes of the step's tables. */
        public long tableBytes(GarblingScheme scheme) {
            return counted.cost().tableBytes(instances, scheme);
        }
    }

    /** Refuses steps that do not fit together; the last may be one that a further step is still to follow. */
    public Cascade {
        steps = List.copyOf(steps);
        Checks.inRange("steps", steps.size(), 1, Integer.MAX_VALUE);
        for (int i = 1; i < steps.size(); i++) {
            Circuit before = steps.get(i - 1).circuit();
            if (!before.passesOn()) {
                throw new IllegalArgumentException("step %d: passes no wires on".formatted(i - 1));
            }
            Checks.inRange(
                    "step %d inputBits".formatted(i),
                    steps.get(i).circuit().inputBits(),
                    before.outputBits(),
                    before.outputBits());
        }
    }

    /** A first step. */
    public static Cascade of(CountedCircuit first, int instances) {
        return new Cascade(List.of(new Step(first, instances, (_, instance) -> instance)));
    }

    /** A single step of a circuit that is not counted yet. */
    public static Cascade of(Circuit circuit, int instances) {
        return of(CountedCircuit.of(circuit), instances);
    }

    /** The same with one more step. */
    public Cascade then(CountedCircuit next, int instances, Wiring wiring) {
        List<Step> more = new ArrayList<>(steps);
        more.add(new Step(next, instances, wiring));
        return new Cascade(more);
    }

    /** The step that takes shared words. */
    public Step first() {
        return steps.getFirst();
    }

    /** The step that gives words. */
    public Step last() {
        return steps.getLast();
    }

    /** Exact table bytes: the steps' one after the other. */
    public long tableBytes(GarblingScheme scheme) {
        return steps.stream().mapToLong(step -> step.tableBytes(scheme)).sum();
    }

    /** Conjunctions of two wires, of all instances. */
    public long ands() {
        return steps.stream()
                .mapToLong(step -> (long) step.counted().cost().ands() * step.instances())
                .sum();
    }
}
