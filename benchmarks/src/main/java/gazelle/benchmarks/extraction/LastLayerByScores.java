package gazelle.benchmarks.extraction;

import gazelle.protocol.wire.SessionException;
import java.util.List;

/**
 * Reads the last linear layer from scores: with the inputs 1, 2^w, 2^2w, ... a score is a word of l bits full of weights, for every class
 * at once. A weight that does not fit leaves its high bits to the next answer, so that no bit is wasted.
 */
final class LastLayerByScores {
    private final Victim victim;
    private final OutputView view;
    private final TappedLayer layer;

    LastLayerByScores(Victim victim, TappedLayer layer) {
        this.victim = victim;
        this.view = OutputView.of(victim.plan().spec());
        this.layer = layer;
    }

    /** Reads every bias, in one inference. */
    void readBiases() throws SessionException {
        List<Long> scores = view.read(victim.infer(new Feed(victim.plan())));
        for (int c = 0; c < view.classes(); c++) {
            layer.learnBias(c, scores.get(c));
        }
    }

    /** Reads all classes' weights for the first {@code columns} inputs; the biases are known. */
    void readColumns(int columns) throws SessionException {
        int width = layer.layer().weightBits();
        long[] low = new long[view.classes()];
        int cut = -1;
        int cutBits = 0;
        int next = 0;
        while (next < columns || cut >= 0) {
            // Whole weights, then the rest of the one that was cut, then whole weights, then the low bits of another.
            Word word = new Word();
            int first = next;
            while (cut >= 0 && word.position < cutBits && next < columns && word.fits(2 * width - cutBits)) {
                word.put(next++, 0, width);
            }
            int rest = cut;
            int restAt = Math.max(word.position, cutBits);
            int afterNew = next;
            if (cut >= 0) {
                word.position = restAt;
                word.put(cut, cutBits, width - cutBits);
            }
            while (next < columns && word.fits(width)) {
                word.put(next++, 0, width);
            }
            int partial = next < columns && word.fits(1) ? next++ : -1;
            int partialBits = view.ringBits() - word.position;
            if (partial >= 0) {
                word.put(partial, 0, partialBits);
            }
            List<Long> scores = view.read(victim.infer(word.feed));
            for (int c = 0; c < view.classes(); c++) {
                long known = rest >= 0 ? low[c] << (restAt - cutBits) : 0;
                Bits bits = new Bits(scores.get(c) - layer.bias(c) - known);
                for (int column = first; column < afterNew; column++) {
                    layer.learnWeight(c, column, bits.signed(width));
                }
                if (rest >= 0) {
                    bits.skipTo(restAt);
                    layer.learnWeight(c, rest, low[c] + (bits.signed(width - cutBits) << cutBits));
                }
                for (int column = afterNew; column < (partial >= 0 ? partial : next); column++) {
                    layer.learnWeight(c, column, bits.signed(width));
                }
                low[c] = partial >= 0 ? bits.unsigned(partialBits) : 0;
            }
            cut = partial;
            cutBits = partialBits;
        }
    }

    /** The weights packed into one word of each score, and the place of the next. */
    private final class Word {
        private final Feed feed = new Feed(victim.plan());
        private int position;

        boolean fits(int bits) {
            return position + bits <= view.ringBits();
        }

        /** Puts a weight, of which {@code known} low bits are known already, so that the others lie at the position. */
        void put(int column, int known, int bits) {
            feed.input(layer.index(), column, 1L << (position - known));
            position += bits;
        }
    }

    /** Takes signed fields off a word, lowest first: what is left is exact, as each field's sign is borrowed from those above. */
    private static final class Bits {
        private long value;
        private int position;

        Bits(long value) {
            this.value = value;
        }

        long signed(int bits) {
            int unused = Long.SIZE - bits;
            long field = value << unused >> unused;
            value = (value - field) >> bits;
            position += bits;
            return field;
        }

        void skipTo(int bit) {
            value >>= bit - position;
            position = bit;
        }

        long unsigned(int bits) {
            return value & ((1L << bits) - 1);
        }
    }
}
