/**
 * The network: frames over TLS 1.3 with Netty. The only package of this module that knows Netty.
 *
 * <p>Depends on {@code gazelle.protocol.transport}, {@code .tls}, {@code gazelle.protocol.admission} and {@code gazelle.protocol.wire}.
 */
@NullMarked
package gazelle.protocol.transport.netty;

import org.jspecify.annotations.NullMarked;
