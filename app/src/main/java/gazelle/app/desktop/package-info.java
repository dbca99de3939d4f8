/**
 * The desktop's windows and panes: JavaFX lives here and nowhere else in this module.
 *
 * <p>Views bind to {@code gazelle.app.desktop.viewmodel} and hold no decisions of their own. Dialogs are shown through
 * {@link gazelle.app.desktop.viewmodel.DialogService} alone.
 *
 * <p>Imports: {@code gazelle.app.desktop.viewmodel}, {@code gazelle.app.record}, {@code gazelle.app.service},
 * {@code gazelle.protocol.host}, {@code gazelle.protocol.model}, {@code gazelle.protocol.session},
 * {@code gazelle.protocol.transport.tls}, {@code gazelle.protocol.version}, {@code gazelle.protocol.wire},
 * {@code gazelle.viewer.display}, {@code gazelle.viewer.fx}, {@code gazelle.viewer.input}, {@code gazelle.viewer.series},
 * {@code gazelle.viewer.slice}, {@code javafx}, {@code org.controlsfx}.
 */
@NullMarked
package gazelle.app.desktop;

import org.jspecify.annotations.NullMarked;
