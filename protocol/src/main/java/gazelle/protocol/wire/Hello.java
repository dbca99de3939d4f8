package gazelle.protocol.wire;

/**
 * The client's first message.
 *
 * @param protocolVersion the version it speaks
 * @param parameterId identity of its cryptographic parameters
 */
public record Hello(int protocolVersion, String parameterId) {}
