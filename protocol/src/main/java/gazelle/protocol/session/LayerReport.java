package gazelle.protocol.session;

/**
 * What one layer of one inference took.
 *
 * @param name the layer
 * @param kind its kind, as in network.json
 * @param seconds from its beginning to its end on the client
 * @param bytesUp frames sent by the client for it
 * @param bytesDown frames sent by the server for it
 */
public record LayerReport(String name, String kind, double seconds, long bytesUp, long bytesDown) {}
