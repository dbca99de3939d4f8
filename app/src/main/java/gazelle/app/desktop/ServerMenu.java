package gazelle.app.desktop;

import gazelle.app.desktop.viewmodel.DesktopState.WithServer;
import gazelle.app.desktop.viewmodel.DialogService;
import gazelle.app.desktop.viewmodel.RunViewModel;
import gazelle.app.desktop.viewmodel.ServerViewModel;
import javafx.css.PseudoClass;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.Tooltip;

/** The chip that says which server is in use, with the menu to choose another. */
final class ServerMenu extends MenuButton {
    private static final PseudoClass ESTABLISHED = PseudoClass.getPseudoClass("established");

    ServerMenu(ServerViewModel servers, RunViewModel runs, DialogService dialogs) {
        getStyleClass().add("server-chip");
        setId("server");
        MenuItem connect = item("Connect to a server...", dialogs::connectToServer);
        MenuItem embedded = item("Use the server inside this program", servers::useEmbedded);
        MenuItem disconnect = item("Disconnect", servers::disconnect);
        MenuItem trusted = item("Trusted servers...", dialogs::listTrustedServers);
        getItems().addAll(connect, embedded, disconnect, new SeparatorMenuItem(), trusted);
        disableProperty().bind(runs.busy());
        servers.stateProperty().subscribe(state -> {
            setText(state.connection());
            setAccessibleText(state.connection());
            boolean inUse = state instanceof WithServer;
            boolean inside = state instanceof WithServer use && !use.server().isRemote();
            pseudoClassStateChanged(ESTABLISHED, inUse);
            embedded.setDisable(inside);
            disconnect.setDisable(!inUse);
            setTooltip(new Tooltip(
                    inside
                            ? "The whole protocol runs between two halves of this program. Nothing leaves it."
                            : "Only protected data goes to a server."));
        });
    }

    private static MenuItem item(String text, Runnable action) {
        MenuItem item = new MenuItem(text);
        item.setOnAction(_ -> action.run());
        return item;
    }
}
