/**
 * What the desktop shows and does, without a node: observable state that views bind to and tests read.
 *
 * <p>Of JavaFX only its properties and collections are used. Work runs on an injected executor; every property changes on an
 * injected user-interface executor. May depend on {@code gazelle.app.service}, {@code gazelle.protocol} and
 * {@code gazelle.viewer} except its controls.
 */
@NullMarked
package gazelle.app.desktop.viewmodel;

import org.jspecify.annotations.NullMarked;
