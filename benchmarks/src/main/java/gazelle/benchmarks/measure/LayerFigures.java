package gazelle.benchmarks.measure;

/**
 * What one layer took.
 *
 * @param name the layer
 * @param kind its kind, as in network.json
 * @param shape of its output, CHW
 * @param seconds from its beginning to its end on the client, the median of the runs
 * @param bytesUp frames of the client
 * @param bytesDown frames of the server
 * @param andGates AND gates garbled
 * @param products products of a ciphertext and a plaintext
 */
public record LayerFigures(
        String name,
        String kind,
        String shape,
        double seconds,
        long bytesUp,
        long bytesDown,
        long andGates,
        long products) {}
