package gazelle.benchmarks.measure;

import gazelle.protocol.step.Operations;

/**
 * The time and traffic of one layer.
 *
 * @param name the layer
 * @param kind its kind, as in network.json
 * @param shape of its output, CHW
 * @param seconds from its beginning to its end on the client, the median of the runs
 * @param bytesUp frames of the client
 * @param bytesDown frames of the server
 * @param operations what takes most of both parties' time
 */
public record LayerFigures(
        String name, String kind, String shape, double seconds, long bytesUp, long bytesDown, Operations operations) {}
