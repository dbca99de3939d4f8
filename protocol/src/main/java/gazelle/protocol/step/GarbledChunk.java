package gazelle.protocol.step;

import gazelle.crypto.circuit.Cascade;
import gazelle.crypto.circuit.Circuit;

/**
 * One chunk of a non-linear layer: what is garbled at once, and where it lies in the layer.
 *
 * @param cascade what runs
 * @param elements which element of the layer's input word w of instance i of the first step is; -1 for the integer 0
 * @param firstOutput place of the chunk's first output word in the layer's output, where the others follow
 */
record GarbledChunk(Cascade cascade, Elements elements, int firstOutput) {
    /** Oblivious transfers are extended in multiples of this. */
    private static final int OT_MULTIPLE = 128;

    /** The source of each word of a chunk. */
    @FunctionalInterface
    interface Elements {
        int element(int word, int instance);
    }

    /** Returns the number of output words. */
    int outputs() {
        return cascade.last().instances();
    }

    /** Returns the number of input wires. */
    int wires() {
        Circuit circuit = cascade.first().circuit();
        return cascade.first().instances() * circuit.inputWords() * circuit.inputBits();
    }

    /** Returns the number of oblivious transfers: the input wires, rounded up to what the OT extension makes at once. */
    int transfers() {
        return (wires() + OT_MULTIPLE - 1) / OT_MULTIPLE * OT_MULTIPLE;
    }

    /**
     * Returns a party's share of the input words: word w of instance i of the first step at {@code w * instances + i}.
     *
     * @param share the party's share of the whole input tensor
     */
    long[] words(long[] share) {
        int instances = cascade.first().instances();
        long[] words = new long[cascade.first().circuit().inputWords() * instances];
        for (int position = 0; position < words.length; position++) {
            int element = elements.element(position / instances, position % instances);
            words[position] = element < 0 ? 0 : share[element];
        }
        return words;
    }
}
