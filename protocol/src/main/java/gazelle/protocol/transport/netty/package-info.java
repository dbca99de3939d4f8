/**
 * The network: frames over TLS 1.3 with Netty. The only package of this module that knows Netty.
 *
 * <p>Imports: {@code gazelle.protocol.admission}, {@code gazelle.protocol.profile}, {@code gazelle.protocol.transport},
 * {@code gazelle.protocol.transport.tls}, {@code gazelle.protocol.wire}, {@code io.netty}, {@code org.slf4j}.
 */
@NullMarked
package gazelle.protocol.transport.netty;

import org.jspecify.annotations.NullMarked;
