package gazelle.crypto.packing;

/** The public shape of a linear layer, from which both sides derive everything but the values. */
public sealed interface LinearGeometry permits ConvolutionGeometry, FullyConnectedGeometry {
    /** Number of input elements. */
    int inputs();

    /** Number of output elements. */
    int outputs();

    /** Number of weights. */
    int weights();
}
