package gazelle.app.desktop;

import gazelle.app.desktop.viewmodel.ServerViewModel;
import gazelle.app.service.ServerAddress;
import gazelle.app.service.SettingsException;
import gazelle.protocol.transport.tls.KeyFingerprint;
import java.util.Map;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.Window;

/** Lists the servers whose keys are trusted and removes them. */
final class TrustedServersWindow {
    private final ServerViewModel servers;
    private final ModalWindow window;
    private final VBox list = new VBox();

    private TrustedServersWindow(ServerViewModel servers, Window owner) {
        this.servers = servers;
        this.window = new ModalWindow(owner, "Trusted servers");
        list.getStyleClass().add("trusted-servers");
        Button close = new Button("Close");
        close.setDefaultButton(true);
        close.setOnAction(_ -> window.close());
        window.setContent(
                Texts.title("Trusted servers"),
                list,
                Texts.quiet("A server that you remove is compared anew when you next connect to it."));
        window.setButtons(close);
        fill();
        window.show();
    }

    static void open(ServerViewModel servers, Window owner) {
        var _ = new TrustedServersWindow(servers, owner);
    }

    private void fill() {
        list.getChildren().clear();
        try {
            Map<ServerAddress, KeyFingerprint> trusted = servers.trustedServers();
            trusted.forEach((address, fingerprint) -> list.getChildren().add(row(address, fingerprint)));
            if (trusted.isEmpty()) {
                list.getChildren().add(Texts.body("None."));
            }
        } catch (SettingsException unusable) {
            showProblem(unusable);
        }
    }

    private VBox row(ServerAddress address, KeyFingerprint fingerprint) {
        Label name = Texts.body(address.toString());
        name.getStyleClass().add("strong");
        Label digits = new Label(fingerprint.hex());
        digits.getStyleClass().addAll("digits", "small");
        digits.setMinWidth(Region.USE_PREF_SIZE);
        Button remove = new Button("Remove");
        remove.setAccessibleText("Trust " + address + " no more");
        remove.setOnAction(_ -> remove(address));
        VBox row = new VBox(name, digits, remove);
        row.getStyleClass().add("trusted-server");
        return row;
    }

    private void remove(ServerAddress address) {
        try {
            servers.removeTrusted(address);
            fill();
        } catch (SettingsException unusable) {
            showProblem(unusable);
        }
    }

    private void showProblem(SettingsException unusable) {
        Label message = Texts.body(String.valueOf(unusable.getMessage()));
        message.getStyleClass().add("warning");
        list.getChildren().setAll(message);
    }
}
