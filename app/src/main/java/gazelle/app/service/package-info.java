/**
 * The services of both the command line and the desktop: the program's files, the connection to a server, the way from a slice to a
 * model's input, and the words for a result.
 * It knows neither JavaFX nor the command line.
 *
 * <p>Imports: {@code gazelle.protocol.cost}, {@code gazelle.protocol.host}, {@code gazelle.protocol.meter},
 * {@code gazelle.protocol.model}, {@code gazelle.protocol.profile}, {@code gazelle.protocol.session},
 * {@code gazelle.protocol.transport.netty}, {@code gazelle.protocol.transport.tls}, {@code gazelle.protocol.wire},
 * {@code gazelle.viewer.input}, {@code gazelle.viewer.slice}, {@code org.slf4j}.
 */
@NullMarked
package gazelle.app.service;

import org.jspecify.annotations.NullMarked;
