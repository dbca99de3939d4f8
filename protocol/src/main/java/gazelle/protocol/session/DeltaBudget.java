package gazelle.protocol.session;

import gazelle.protocol.model.NetworkSpec;

/**
 * A count of the inferences that one garbling offset serves: as many as together reveal {@value #BITS} bits, but at least one.
 *
 * <p>A second wall beside the consistency checks, and independent of them: an attack that learns the offset from outputs alone learns at
 * most what the outputs reveal, so it is left with 2^(127 - {@value #BITS}) candidates when new keys are due, or with fewer where a
 * single output reveals more. Both parties count alike.
 */
final class DeltaBudget {
    static final int BITS = 40;

    private int revealed;

    /** Returns whether one more inference with this network is within the budget. */
    boolean allows(NetworkSpec network) {
        return revealed == 0 || revealed + bits(network) <= BITS;
    }

    /** Counts one inference, whether or not it is completed. */
    void spend(NetworkSpec network) {
        revealed += bits(network);
    }

    /** Returns how many more inferences with this network are within the budget. */
    int left(NetworkSpec network) {
        int fitting = Math.max(0, BITS - revealed) / bits(network);
        return revealed == 0 ? Math.max(1, fitting) : fitting;
    }

    private static int bits(NetworkSpec network) {
        return network.output().revealedBits(network.classCount());
    }
}
