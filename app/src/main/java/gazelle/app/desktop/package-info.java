/**
 * The desktop's windows and panes: JavaFX lives here and nowhere else in this module.
 *
 * <p>Views bind to {@code gazelle.app.desktop.viewmodel} and hold no decisions of their own. May also depend on
 * {@code gazelle.app.service}, {@code gazelle.app.record}, {@code gazelle.protocol}, {@code gazelle.viewer} and ControlsFX. Dialogs are
 * shown through {@link gazelle.app.desktop.viewmodel.DialogService} alone.
 */
@NullMarked
package gazelle.app.desktop;

import org.jspecify.annotations.NullMarked;
