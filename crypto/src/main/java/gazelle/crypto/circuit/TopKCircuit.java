package gazelle.crypto.circuit;

import java.util.ArrayList;
import java.util.List;

/**
 * The indices of the k largest of several shared signed values in descending order, lower indices first on ties; only
 * the indices are revealed, and only to the client.
 *
 * <p>Each input word is client share + server share mod 2^(ringBits + guardBits), read as a two's complement number v;
 * the values compared are floor(v / 2^guardBits). The revealed word holds k indices of {@link #indexBits()} bits each,
 * that of the largest value in the lowest bits.
 *
 * <p>Candidates are inserted one after the other into a ranking of k entries: about 2k ringBits + k indexBits ANDs a
 * candidate besides its adder, so tables and time grow with k classes (8.5 MB for 5 of 1000 values of 20 bits). The
 * wires held at once hardly grow with classes (1357 there).
 *
 * @param classes number of values, 2 to 4096
 * @param k indices revealed, 1 to min(classes, 5)
 * @param ringBits bits of a value, sign included, 2 to 48
 * @param guardBits fraction bits below a value that absorb the linear layer's rounding error, 0 to 8
 */
public record TopKCircuit(int classes, int k, int ringBits, int guardBits) implements Circuit {
    private static final int MAX_K = 5;

    /** A place of the ranking; index bits that no candidate so far could set are absent and count as 0. */
    private record Entry<W>(List<W> value, List<W> index) {}

    /** Two words, exchanged or not. */
    private record Exchanged<W>(List<W> upper, List<W> lower) {}

    /** Refuses sizes outside the tested range. */
    public TopKCircuit {
        Checks.inRange("classes", classes, 2, 4096);
        Checks.inRange("k", k, 1, Math.min(classes, MAX_K));
        Checks.inRange("ringBits", ringBits, 2, 48);
        Checks.inRange("guardBits", guardBits, 0, 8);
    }

    /** Bits of one index: ceil(log2 classes). */
    public int indexBits() {
        return bitsOf(classes - 1);
    }

    @Override
    public int inputWords() {
        return classes;
    }

    @Override
    public int inputBits() {
        return ringBits + guardBits;
    }

    @Override
    public int outputBits() {
        return k * indexBits();
    }

    @Override
    public <W> void describe(CircuitMachine<W> machine) {
        List<Entry<W>> ranking = new ArrayList<>();
        ranking.add(new Entry<>(ShareAdder.sum(machine, 0, inputBits(), guardBits), List.of()));
        for (int candidate = 1; candidate < classes; candidate++) {
            insert(machine, ranking, candidate);
            List<W> alive = new ArrayList<>();
            for (Entry<W> entry : ranking) {
                alive.addAll(entry.value());
                alive.addAll(entry.index());
            }
            machine.keepOnly(alive);
        }
        List<W> indices = new ArrayList<>();
        ranking.forEach(entry -> indices.addAll(entry.index()));
        machine.reveal(indices);
    }

    /**
     * Moves every entry smaller than the candidate one place down.
     *
     * <p>The candidate itself is compared with every place, never an entry that moves down: that one is not smaller than
     * those below it and must stay above its equals, which have higher indices.
     */
    private <W> void insert(CircuitMachine<W> machine, List<Entry<W>> ranking, int candidate) {
        List<W> value = ShareAdder.sum(machine, candidate, inputBits(), guardBits);
        List<W> moving = value;
        List<W> movingIndex = List.of();
        for (int place = 0; place < ranking.size(); place++) {
            Entry<W> entry = ranking.get(place);
            W greater = Comparison.signedGreater(machine, value, entry.value());
            Exchanged<W> index = place == 0
                    ? exchangeWithCandidate(machine, greater, entry.index(), candidate)
                    : exchange(machine, greater, entry.index(), movingIndex);
            movingIndex = index.lower();
            List<W> upperValue = entry.value();
            if (candidate < classes - 1) {
                Exchanged<W> values = exchange(machine, greater, entry.value(), moving);
                upperValue = values.upper();
                moving = values.lower();
            }
            ranking.set(place, new Entry<>(upperValue, index.upper()));
        }
        if (ranking.size() < k) {
            ranking.add(new Entry<>(moving, movingIndex));
        }
    }

    /** One AND a bit; {@code entry} may lack high bits of {@code moving}. */
    private static <W> Exchanged<W> exchange(CircuitMachine<W> machine, W swap, List<W> entry, List<W> moving) {
        List<W> upper = new ArrayList<>();
        List<W> lower = new ArrayList<>();
        for (int bit = 0; bit < moving.size(); bit++) {
            W other = moving.get(bit);
            if (bit < entry.size()) {
                W own = entry.get(bit);
                W change = machine.and(swap, machine.xor(own, other));
                upper.add(machine.xor(own, change));
                lower.add(machine.xor(other, change));
            } else {
                W change = machine.and(swap, other);
                upper.add(change);
                lower.add(machine.xor(other, change));
            }
        }
        return new Exchanged<>(upper, lower);
    }

    /** The same with the candidate's public index; a bit that {@code entry} lacks is the candidate's highest, hence 1. */
    private static <W> Exchanged<W> exchangeWithCandidate(
            CircuitMachine<W> machine, W swap, List<W> entry, int candidate) {
        List<W> upper = new ArrayList<>();
        List<W> lower = new ArrayList<>();
        for (int bit = 0; bit < bitsOf(candidate); bit++) {
            if (bit == entry.size()) {
                upper.add(swap);
                lower.add(machine.not(swap));
                continue;
            }
            boolean set = (candidate >>> bit & 1) == 1;
            W own = entry.get(bit);
            W change = machine.and(swap, set ? machine.not(own) : own);
            upper.add(machine.xor(own, change));
            lower.add(set ? machine.not(change) : change);
        }
        return new Exchanged<>(upper, lower);
    }

    private static int bitsOf(int number) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(number);
    }
}
