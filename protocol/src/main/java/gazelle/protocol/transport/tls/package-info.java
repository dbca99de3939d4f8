/**
 * The server's identity: its key and certificate, and the fingerprint by which a client knows it.
 *
 * <p>Imports: {@code gazelle.protocol.text}, {@code org.bouncycastle}.
 */
@NullMarked
package gazelle.protocol.transport.tls;

import org.jspecify.annotations.NullMarked;
