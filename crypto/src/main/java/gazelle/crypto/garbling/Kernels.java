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

    /** What is fastest here: C2 does not compile shuffles of two lanes, so a vector must hold more than one label. */
    static final Kernels PREFERRED = VectorUnit.isPresent() && LabelVectors.LABELS > 1 ? vector() : SCALAR;

    /** Where {@link VectorUnit#isPresent()}: elsewhere these do not link. */
    static Kernels vector() {
        return new Kernels(new VectorLabelKernel(), new VectorWordKernel(), new VectorThreeHalvesKernel());
    }
}
