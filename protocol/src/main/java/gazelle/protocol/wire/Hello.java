package gazelle.protocol.wire;

/**
 * The client's first message.
 *
 * @param protocolVersion the version that the client speaks
 * @param parameterId identity of its cryptographic parameters
 * @param capabilities the constructions that it has
 */
public record Hello(int protocolVersion, String parameterId, Capabilities capabilities) {}
