package gazelle.crypto.circuit;

import java.util.ArrayList;
import java.util.List;

/**
 * A short signed word that orders values as ReLU and saturation see them.
 *
 * <p>Of floor(y / 2^shift) a key keeps the activationBits lowest bits, one bit for all bits between these and the sign
 * (their OR; absent if there are none), and the sign, in this order. A negative value keeps its sign, a value in range
 * keeps itself, a larger one stays larger than every value in range: hence clamp(key) = clamp(floor(y / 2^shift)), and
 * because clamping is monotone, the clamped maximum of several keys is the maximum of the clamped values.
 */
final class ClampKey {
    private ClampKey() {}

    /** Bits of a key, the sign included. */
    static int bits(ActivationCircuit parameters) {
        int magnitudeBits = parameters.magnitudeBits();
        int kept = Math.min(parameters.activationBits(), magnitudeBits);
        return kept < magnitudeBits ? kept + 2 : kept + 1;
    }

    /** The key of input word {@code word}; {@code parameters} must leave a bit besides the sign. */
    static <W> List<W> of(CircuitMachine<W> machine, int word, ActivationCircuit parameters) {
        int magnitudeBits = parameters.magnitudeBits();
        int lowest = parameters.shift() + parameters.guardBits();
        List<W> shifted = ShareAdder.sum(machine, word, parameters.inputBits(), lowest);
        int kept = Math.min(parameters.activationBits(), magnitudeBits);
        List<W> key = new ArrayList<>(shifted.subList(0, kept));
        if (kept < magnitudeBits) {
            W tooLarge = shifted.get(kept);
            for (W bit : shifted.subList(kept + 1, magnitudeBits)) {
                tooLarge = machine.or(tooLarge, bit);
            }
            key.add(tooLarge);
        }
        key.add(shifted.get(magnitudeBits));
        return key;
    }

    /** Adds clamp(key, 0, 2^activationBits - 1) to the output as arithmetic shares. */
    static <W> void shareClamped(CircuitMachine<W> machine, List<W> key, ActivationCircuit parameters) {
        W notNegative = machine.not(key.getLast());
        int kept = Math.min(parameters.activationBits(), parameters.magnitudeBits());
        List<W> word = key.subList(0, kept);
        if (key.size() == kept + 1) {
            machine.gatedWord(notNegative, word);
            return;
        }
        W inRange = machine.and(notNegative, machine.not(key.get(kept)));
        // inRange implies notNegative, so their XOR is "not negative and too large".
        machine.gatedConstant(machine.xor(notNegative, inRange), (1L << parameters.activationBits()) - 1);
        machine.gatedWord(inRange, word);
    }
}
