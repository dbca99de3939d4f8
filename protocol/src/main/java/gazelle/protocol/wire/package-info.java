/**
 * The wire format: frames, their limits, the JSON messages, and the errors of a session.
 *
 * <p>Every frame is
 *
 * <pre>
 *  0        1                            5
 * +--------+----------------------------+------------------------+
 * | type   | payload length, big-endian | payload                |
 * | 1 byte | 4 bytes                    | 0 .. type's limit      |
 * +--------+----------------------------+------------------------+
 * </pre>
 *
 * <p>A length above its type's limit is refused before anything is allocated.
 *
 * <p>Imports: {@code gazelle.protocol.model}, {@code gazelle.protocol.profile}, {@code gazelle.protocol.text},
 * {@code com.fasterxml.jackson.annotation}, {@code tools.jackson}.
 */
@NullMarked
package gazelle.protocol.wire;

import org.jspecify.annotations.NullMarked;
