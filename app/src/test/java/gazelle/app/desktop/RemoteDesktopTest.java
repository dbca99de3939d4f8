package gazelle.app.desktop;

import static gazelle.app.desktop.OpenDesktop.act;
import static gazelle.app.desktop.OpenDesktop.await;
import static gazelle.app.desktop.OpenDesktop.fx;
import static org.assertj.core.api.Assertions.assertThat;

import gazelle.app.BundledModel;
import gazelle.app.NetworkServer;
import gazelle.app.SmallModel;
import gazelle.app.desktop.viewmodel.RunState;
import gazelle.app.service.GivenConsents;
import gazelle.app.service.TrustedServers;
import gazelle.app.service.UserFolder;
import gazelle.protocol.host.ModelRegistry;
import gazelle.protocol.session.PreparedModel;
import gazelle.protocol.transport.tls.KeyFingerprint;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;

/** The windows over a real server on the network: trust, consent, model choice, a lost connection. */
@ExtendWith(ApplicationExtension.class)
@Timeout(120)
class RemoteDesktopTest {
    private static final Path SLICE = BundledModel.SAMPLES.resolve("dicom/brain-pd-axial-14.dcm");
    private static final Duration SILENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private OpenDesktop desktop;
    private NetworkServer server;

    @BeforeEach
    void open() throws Exception {
        desktop = fx(() -> new OpenDesktop(new Stage(), BundledModel.MODELS, new UserFolder(folder), List.of()));
        server = NetworkServer.start(SmallModel.prepared(), SILENCE);
    }

    @AfterEach
    void close() throws Exception {
        desktop.close();
        server.close();
    }

    /** Chooses the menu's item of that text. */
    private void choose(String text) throws Exception {
        MenuButton menu = (MenuButton) desktop.node("#server");
        act(() -> menu.getItems().stream()
                .filter(item -> text.equals(item.getText()))
                .findFirst()
                .orElseThrow()
                .fire());
    }

    private void connect() throws Exception {
        choose("Connect to a server...");
        TextField address = (TextField) desktop.modalNode("#server-address");
        act(() -> address.setText(server.address().toString()));
        desktop.press(desktop.modalNode("#connect"));
    }

    private String chip() throws Exception {
        MenuButton menu = (MenuButton) desktop.node("#server");
        return fx(menu::getText);
    }

    @Test
    void comparesAKeyAsksForConsentAndClassifiesSeveralTimes(FxRobot robot) throws Exception {
        connect();
        desktop.awaitState(RunState.Untrusted.class);
        desktop.snapshotModal("r1-unknown-key");
        assertThat(desktop.modalText())
                .contains("Compare this fingerprint with the one your administrator gave you.")
                .contains("CN=Gazelle server")
                .contains(server.fingerprint().hex().substring(0, 4));
        Button cancel = (Button) desktop.modalNode("#distrust");
        assertThat(cancel.isDefaultButton() && cancel.isCancelButton()).isTrue();
        assertThat(((Button) desktop.modalNode("#trust")).isDefaultButton()).isFalse();
        robot.press(KeyCode.ENTER).release(KeyCode.ENTER);
        desktop.awaitState(RunState.Offline.class);
        assertThat(desktop.hasModal()).isFalse();
        assertThat(chip()).isEqualTo("Server: none");

        connect();
        desktop.awaitState(RunState.Untrusted.class);
        desktop.press(desktop.modalNode("#trust"));
        desktop.awaitState(RunState.Ready.class);
        assertThat(desktop.hasModal()).isFalse();
        assertThat(chip()).isEqualTo("Server: " + server.address());

        desktop.openSlice(SLICE);
        act(() -> desktop.runs.choose(desktop.runs.offers().get(1)));
        await(() -> desktop.slices.preparedProperty().get() != null);
        assertThat(((Label) desktop.node("#input-warnings")).getText())
                .as("before the run")
                .isEqualTo("This is no CT.");
        desktop.press(desktop.node("#classify"));
        desktop.snapshotModal("r2-consent");
        assertThat(desktop.modalText())
                .contains("Pixels, patient data, the result.")
                .contains(server.address().toString());
        robot.press(KeyCode.ESCAPE).release(KeyCode.ESCAPE);
        assertThat(desktop.state()).isInstanceOf(RunState.Ready.class);
        desktop.press(desktop.node("#classify"));
        desktop.press(desktop.modalNode("#agree"));
        desktop.awaitState(RunState.Done.class);
        desktop.snapshot("r3-remote-result");
        assertThat(((Label) desktop.node("#result-warnings")).getText())
                .as("on the result")
                .isEqualTo("This is no CT.");
        assertThat(((Label) desktop.node("#scores")).getText()).contains("Model score, not a probability of disease.");
        assertThat(((Label) desktop.node("#set-up")).getText()).startsWith("Set-up of the session, once: ");

        desktop.press(desktop.node("#classify"));
        await(() -> desktop.runs.stateProperty().get() instanceof RunState.Done done
                && done.result().setUp().isEmpty());
        assertThat(desktop.hasModal()).as("consent was given before").isFalse();

        choose("Disconnect");
        assertThat(desktop.state()).isInstanceOf(RunState.Offline.class);
        assertThat(desktop.node("#result").isVisible()).as("the result stays").isTrue();
        choose("Trusted servers...");
        desktop.snapshotModal("r4-trusted");
        assertThat(desktop.modalText()).contains(server.address().toString());
    }

    @Test
    void blocksAChangedKeyWithoutABypass() throws Exception {
        new TrustedServers(new UserFolder(folder).trustedServers())
                .trust(server.address(), new KeyFingerprint("ab".repeat(32)));
        connect();
        desktop.awaitState(RunState.Untrusted.class);
        desktop.snapshotModal("r5-changed-key");
        assertThat(desktop.modalText()).contains("Trusted servers...").contains("Nothing was sent.");
        assertThat(fx(() -> desktop.modal().getScene().getRoot().lookupAll(".button").stream()
                        .map(button -> ((Button) button).getText())
                        .toList()))
                .containsExactly("Close");
    }

    @Test
    void saysAtWhichLayerTheConnectionWasLostAndStartsAgain() throws Exception {
        List<PreparedModel> models = ModelRegistry.load(BundledModel.MODELS);
        server.close();
        server = NetworkServer.start(models, SILENCE);
        UserFolder user = new UserFolder(folder);
        new GivenConsents(user.consents()).add(server.fingerprint(), "brain-tumour");
        act(() -> desktop.servers.connect(server.address(), Optional.of(server.fingerprint())));
        desktop.awaitState(RunState.Ready.class);
        desktop.openSlice(SLICE);
        await(() -> desktop.slices.preparedProperty().get() != null);
        desktop.press(desktop.node("#classify"));
        await(() -> desktop.runs.stateProperty().get() instanceof RunState.Running running && running.layer() >= 1);
        NetworkServer before = server;
        before.close();
        desktop.awaitState(RunState.Failed.class);
        desktop.snapshot("r6-lost");
        assertThat(((Label) desktop.node("#state")).getText())
                .matches("Connection lost at layer \\d+ of \\d+\\. No result was produced; "
                        + "the server received only protected data\\.");
        assertThat(((Button) desktop.node("#classify")).getText()).isEqualTo("Start again");
        assertThat(((Label) desktop.node("#file-name")).getText()).isEqualTo("brain-pd-axial-14.dcm");

        server = before.again(models, SILENCE);
        desktop.press(desktop.node("#classify"));
        desktop.awaitState(RunState.Done.class);
        assertThat(((RunState.Done) desktop.state()).result().report().label())
                .isEqualTo(BundledModel.referenceLabel(SLICE));
    }
}
