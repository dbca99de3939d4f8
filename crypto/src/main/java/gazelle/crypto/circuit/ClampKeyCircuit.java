package gazelle.crypto.circuit;

import java.util.List;

/**
 * The {@link ClampKey} of one shared value, passed on: keys of values that several windows read are made once.
 *
 * @param clamp what the keys are for; some bit besides the sign must be left after its shift
 */
public record ClampKeyCircuit(ActivationCircuit clamp) implements Circuit {
    /** Refuses shifts after which every clamped value is 0. */
    public ClampKeyCircuit {
        Checks.inRange("shift", clamp.shift(), 0, clamp.ringBits() - 2);
    }

    @Override
    public int inputBits() {
        return clamp.inputBits();
    }

    /** Bits of a key. */
    @Override
    public int outputBits() {
        return ClampKey.bits(clamp);
    }

    @Override
    public boolean passesOn() {
        return true;
    }

    @Override
    public <W> void describe(CircuitMachine<W> machine) {
        List<W> key = ClampKey.of(machine, 0, clamp);
        machine.passOn(key);
    }
}
