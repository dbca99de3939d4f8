package gazelle.protocol.step;

import java.util.Arrays;
import java.util.stream.LongStream;

/**
 * The words that the output's circuits reveal to the client: the result itself, in no ring and in no shares.
 *
 * <p>They may be wider than a share can be: five indices of 1024 classes are one word of 50 bits. They tell what was found in the
 * image, so they are never printed, and wiped when closed.
 */
public final class Revealed implements StepOutput, AutoCloseable {
    /** The widest word, bits. */
    public static final int MAX_WORD_BITS = Long.SIZE;

    private final long[] words;
    private final int wordBits;

    /**
     * Takes ownership of {@code words}.
     *
     * @param words one word an instance of the circuit, its bits from the lowest, the rest 0; not copied
     * @param wordBits bits that the circuit reveals in each, 1..64
     */
    public Revealed(long[] words, int wordBits) {
        if (wordBits < 1 || wordBits > MAX_WORD_BITS) {
            throw new IllegalArgumentException("wordBits: " + wordBits + " (expected: 1.." + MAX_WORD_BITS + ")");
        }
        this.words = words;
        this.wordBits = wordBits;
    }

    /** Returns the number of words. */
    public int length() {
        return words.length;
    }

    /** Returns the bits of each word. */
    public int wordBits() {
        return wordBits;
    }

    /**
     * Returns some bits of a word as an unsigned number.
     *
     * @param word number of the word
     * @param from the lowest bit
     * @param bits how many, fewer than 64
     */
    public long bits(int word, int from, int bits) {
        return words[word] >>> from & ((1L << bits) - 1);
    }

    /** Returns every word as a two's complement number of its bits. */
    public long[] signed() {
        int unused = Long.SIZE - wordBits;
        return LongStream.of(words).map(word -> word << unused >> unused).toArray();
    }

    /** Wipes the words. */
    @Override
    public void close() {
        Arrays.fill(words, 0);
    }
}
