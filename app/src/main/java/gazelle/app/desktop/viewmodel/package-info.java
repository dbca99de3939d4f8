/**
 * The state and the behaviour of the desktop without a node: properties that views bind to and tests read.
 *
 * <p>Of JavaFX only its properties and collections are used. Work runs on an injected executor; every property changes on an
 * injected user-interface executor. One {@link gazelle.app.desktop.viewmodel.DesktopState} holds at any time.
 *
 * <p>Imports: {@code gazelle.app.record}, {@code gazelle.app.service}, {@code gazelle.protocol.cost},
 * {@code gazelle.protocol.meter}, {@code gazelle.protocol.model}, {@code gazelle.protocol.session},
 * {@code gazelle.protocol.transport.tls}, {@code gazelle.protocol.wire}, {@code gazelle.viewer.display},
 * {@code gazelle.viewer.input}, {@code gazelle.viewer.series}, {@code gazelle.viewer.slice}, {@code javafx}, {@code org.slf4j}.
 */
@NullMarked
package gazelle.app.desktop.viewmodel;

import org.jspecify.annotations.NullMarked;
