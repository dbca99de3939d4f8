package gazelle.crypto.garbling;

import gazelle.crypto.vector.VectorUnit;

/**
 * The inner loops that garbler and evaluator run.
 *
 * @param labels loops over wire labels
 * @param words loops over arithmetic words
 * @param threeHalves loops of conjunctions by three halves
 */
record Kernels(LabelKernel labels, WordKernel words, ThreeHalvesKernel threeHalves) {
    /** The scalar kernels, which need no vectors. */
    static final Kernels SCALAR =
            new Kernels(new ScalarLabelKernel(), new ScalarWordKernel(), new ScalarThreeHalvesKernel());

    /** The fastest kernels of this processor once they are compiled. */
    static final Kernels PREFERRED = hasVectors() ? vector() : SCALAR;

    /** Returns true if vectors gain time: C2 does not compile shuffles of two lanes, so one must hold more than one label. */
    static boolean hasVectors() {
        return VectorUnit.isPresent() && LabelVectors.LABELS > 1;
    }

    /** Returns the fastest kernels at this moment: the scalar ones until the vector kernels are compiled. */
    static Kernels current() {
        return hasVectors() ? GarblingWarmUp.SWITCH.current() : SCALAR;
    }

    /** Returns the vector kernels; they link only if {@link VectorUnit#isPresent()}. */
    static Kernels vector() {
        return new Kernels(new VectorLabelKernel(), new VectorWordKernel(), new VectorThreeHalvesKernel());
    }
}
