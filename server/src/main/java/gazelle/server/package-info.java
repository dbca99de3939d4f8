/**
 * The server as a program: the command line and the life of one listening service.
 *
 * <p>Imports: {@code gazelle.crypto.processor}, {@code gazelle.protocol.host}, {@code gazelle.protocol.model},
 * {@code gazelle.protocol.session}, {@code gazelle.protocol.transport.netty}, {@code gazelle.protocol.transport.tls},
 * {@code gazelle.protocol.version}, {@code gazelle.protocol.wire}, {@code gazelle.server.identity}, {@code org.slf4j},
 * {@code picocli}.
 */
@NullMarked
package gazelle.server;

import org.jspecify.annotations.NullMarked;
