/**
 * The transport of frames: the {@link gazelle.protocol.transport.Link} between two parties, and the one within a process. The
 * network itself is in {@code gazelle.protocol.transport.netty}.
 *
 * <p>Imports: {@code gazelle.protocol.profile}, {@code gazelle.protocol.wire}.
 */
@NullMarked
package gazelle.protocol.transport;

import org.jspecify.annotations.NullMarked;
