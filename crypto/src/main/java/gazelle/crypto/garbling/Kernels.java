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
    /** Works everywhere. */
    static final Kernels SCALAR =
            new Kernels(new ScalarLabelKernel(), new ScalarWordKernel(), new ScalarThreeHalvesKernel());

    /** What is fastest here once it is compiled. */
    static final Kernels PREFERRED = hasVectors() ? vector() : SCALAR;

    /** Whether vectors are worth it here: C2 does not compile shuffles of two lanes, so one must hold more than one label. */
    static boolean hasVectors() {
        return VectorUnit.isPresent() && LabelVectors.LABELS > 1;
    }

    /** What is fastest now: the scalar kernels until the vector kernels are compiled. */
    static Kernels current() {
        return hasVectors() ? GarblingWarmUp.SWITCH.current() : SCALAR;
    }

    /** Where {@link VectorUnit#isPresent()}: elsewhere these do not link. */
    static Kernels vector() {
        return new Kernels(new VectorLabelKernel(), new VectorWordKernel(), new VectorThreeHalvesKernel());
    }
}
