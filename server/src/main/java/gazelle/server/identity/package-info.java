/**
 * The server's key and certificate on disk.
 *
 * <p>Imports: {@code gazelle.protocol.transport.tls}.
 */
@NullMarked
package gazelle.server.identity;

import org.jspecify.annotations.NullMarked;
