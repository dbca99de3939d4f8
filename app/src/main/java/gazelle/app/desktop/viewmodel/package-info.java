/**
 * The state and the behaviour of the desktop without a node: properties that views bind to and tests read.
 *
 * <p>Of JavaFX only its properties and collections are used. Work runs on an injected executor; every property changes on an
 * injected user-interface executor. One {@link gazelle.app.desktop.viewmodel.DesktopState} holds at any time. May depend on
 * {@code gazelle.app.service}, {@code gazelle.app.record}, {@code gazelle.protocol} and {@code gazelle.viewer} except its controls.
 */
@NullMarked
package gazelle.app.desktop.viewmodel;

import org.jspecify.annotations.NullMarked;
