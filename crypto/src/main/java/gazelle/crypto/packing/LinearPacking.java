package gazelle.crypto.packing;

/**
 * How a linear layer is cut into polynomials.
 *
 * <p>The input is cut into tiles, each tile into input groups (one request each); the outputs of a tile into output groups (one
 * response each). The weights have one polynomial for each pair of groups, the same for all tiles, and in Z[X]/(X^N+1)
 *
 * <pre>
 *   response(tile, o) = sum over input groups i of request(tile, i) * weights(i, o)
 * </pre>
 *
 * holds the outputs, exactly, at the coefficients of {@link #outputMap}.
 */
public sealed interface LinearPacking permits ConvolutionPacking, FullyConnectedPacking {
    /** N. */
    int polyDegree();

    /** Number of tiles. */
    int tiles();

    /** Requests per tile. */
    int inputGroups();

    /** Responses per tile. */
    int outputGroups();

    /** The most weights that the polynomials of one response hold together, which bounds its noise. */
    long weightsPerResponse();

    /** Where the input elements of one request lie. */
    CoefficientMap inputMap(int tile, int inputGroup);

    /** Where the weights for a pair of groups lie. */
    CoefficientMap weightMap(int inputGroup, int outputGroup);

    /** Where the outputs of one response lie. */
    CoefficientMap outputMap(int tile, int outputGroup);

    /** Requests of the layer, tile by tile. */
    default int requests() {
        return Math.multiplyExact(tiles(), inputGroups());
    }

    /** Responses of the layer, tile by tile. */
    default int responses() {
        return Math.multiplyExact(tiles(), outputGroups());
    }

    /** Ciphertext-plaintext multiplications of the layer. */
    default long multiplications() {
        return (long) requests() * outputGroups();
    }
}
