package gazelle.protocol.step;

import gazelle.crypto.share.AdditiveShare;

/** What comes out of one party's half of a step. */
public sealed interface StepOutput {
    /**
     * A share of the layer's output.
     *
     * @param share owned by whoever asked for it
     */
    record Shared(AdditiveShare share) implements StepOutput {}

    /** What the last step reveals to the client, one word an instance, each of up to 64 bits. */
    final class Revealed implements StepOutput {
        private final long[] words;

        /** Reveals {@code words}, which become this object's. */
        public Revealed(long... words) {
            this.words = words;
        }

        /** Returns the words. */
        public long[] words() {
            return words.clone();
        }
    }

    /** What the last step leaves to the server. */
    enum Nothing implements StepOutput {
        /** The only one. */
        NOTHING
    }
}
