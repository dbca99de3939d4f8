package gazelle.protocol.session;

/**
 * The time and bytes of one layer in one inference.
 *
 * @param name the layer
 * @param kind its kind, as in network.json
 * @param seconds time from its beginning to its end on the client
 * @param bytesUp size of the frames sent by the client for it
 * @param bytesDown size of the frames sent by the server for it
 */
public record LayerReport(String name, String kind, double seconds, long bytesUp, long bytesDown) {}
