/**
 * The transport of frames: the {@link gazelle.protocol.transport.Link} between two parties, and the one within a process.
 *
 * <p>Depends on {@code gazelle.protocol.wire}; the network itself is in {@code gazelle.protocol.transport.netty}.
 */
@NullMarked
package gazelle.protocol.transport;

import org.jspecify.annotations.NullMarked;
