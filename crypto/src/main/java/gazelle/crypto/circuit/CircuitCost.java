package gazelle.crypto.circuit;

import java.util.Map;
import java.util.TreeMap;

/**
 * The cost of one instance of a circuit: its gates and the rows that the garbler sends.
 *
 * @param ands conjunctions of two wires, whose rows depend on the scheme
 * @param garblerAnds conjunctions with a bit of the server, one half gate each
 * @param hashedWords wires projected to arithmetic shares: the terms and gates of gated sums
 * @param rowsByBits number of table rows for each width of a row in bits, those of conjunctions of two wires excepted
 */
public record CircuitCost(int ands, int garblerAnds, int hashedWords, Map<Integer, Integer> rowsByBits) {
    /** Keeps an immutable copy of the rows. */
    public CircuitCost {
        Checks.inRange("ands", ands, 0, Integer.MAX_VALUE);
        Checks.inRange("garblerAnds", garblerAnds, 0, Integer.MAX_VALUE);
        Checks.inRange("hashedWords", hashedWords, 0, Integer.MAX_VALUE);
        rowsByBits = Map.copyOf(new TreeMap<>(rowsByBits));
    }

    /** Exact table bytes of a chunk of {@code instances} instances: every row is padded to a whole byte once a chunk. */
    public long tableBytes(int instances, GarblingScheme scheme) {
        Checks.inRange("instances", instances, 1, Integer.MAX_VALUE);
        long bytes = ands * scheme.conjunctionBytes(instances);
        for (Map.Entry<Integer, Integer> rows : rowsByBits.entrySet()) {
            bytes += rows.getValue() * rowBytes(rows.getKey(), instances);
        }
        return bytes;
    }

    /** Bytes of one row of {@code bits} bits for each of {@code instances} instances. */
    public static long rowBytes(int bits, int instances) {
        return ((long) bits * instances + 7) / 8;
    }
}
