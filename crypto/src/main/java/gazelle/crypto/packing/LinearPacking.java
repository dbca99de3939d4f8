package gazelle.crypto.packing;

/**
 * The division of a linear layer into polynomials.
 *
 * <p>The input is cut into tiles, each tile into input groups (one request each); the outputs of a tile into output groups (one
 * response each). An output group reads a run of input groups; the weights have one polynomial for each such pair, the same for
 * all tiles, and in Z[X]/(X^N+1)
 *
 * <pre>
 *   response(tile, o) = sum over the input groups i that o reads of request(tile, i) * weights(i, o)
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

    /** The first input group that an output group reads; it grows with the output group. */
    int firstInputGroup(int outputGroup);

    /** Returns the number of input groups, from {@link #firstInputGroup} on, that every output group reads. */
    int inputGroupsPerResponse();

    /** The most weights that the polynomials of one response hold together, which bounds its noise. */
    long weightsPerResponse();

    /** Returns the places of the input elements in one request. */
    CoefficientMap inputMap(int tile, int inputGroup);

    /** Returns the places of the weights for a pair of groups, of which the second reads the first. */
    CoefficientMap weightMap(int inputGroup, int outputGroup);

    /** Returns the places of the outputs in one response. */
    CoefficientMap outputMap(int tile, int outputGroup);

    /** Number of outputs of one response: the size of {@link #outputMap}. */
    int outputCount(int tile, int outputGroup);

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
        return (long) responses() * inputGroupsPerResponse();
    }
}
