package gazelle.protocol.wire;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import org.jspecify.annotations.Nullable;

/**
 * The client's first message. Fields that it does not know are ignored, so that every version can read every other one's greeting
 * and say that it is incompatible.
 *
 * @param protocolVersion the version it speaks
 * @param parameterId identity of its cryptographic parameters
 * @param link name of the kind of link it takes this one for; absent from the greetings of other versions
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Hello(
        int protocolVersion, String parameterId, @Nullable String link) {}
