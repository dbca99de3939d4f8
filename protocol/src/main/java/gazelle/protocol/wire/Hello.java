package gazelle.protocol.wire;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * The client's first message. Fields that it does not know are ignored, so that every version can read every other one's greeting
 * and say that it is incompatible.
 *
 * @param protocolVersion the version it speaks
 * @param parameterId identity of its cryptographic parameters
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Hello(int protocolVersion, String parameterId) {}
