/**
 * The server's identity: its key and certificate, and the fingerprint by which a client knows it.
 *
 * <p>Depends on {@code gazelle.protocol.text}, {@code gazelle.protocol.wire} and Bouncy Castle's certificate builder.
 */
@NullMarked
package gazelle.protocol.transport.tls;

import org.jspecify.annotations.NullMarked;
