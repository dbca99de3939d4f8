package gazelle.app.desktop;

import static gazelle.app.desktop.OpenDesktop.act;
import static gazelle.app.desktop.OpenDesktop.await;
import static gazelle.app.desktop.OpenDesktop.fx;
import static org.assertj.core.api.Assertions.assertThat;

import gazelle.app.BundledModel;
import gazelle.app.NetworkServer;
import gazelle.app.SmallModel;
import gazelle.app.desktop.viewmodel.DesktopState;
import gazelle.app.desktop.viewmodel.SliceResult;
import gazelle.app.service.GivenConsents;
import gazelle.app.service.ServerAddress;
import gazelle.app.service.TrustedServers;
import gazelle.app.service.UserFolder;
import gazelle.protocol.host.ModelRegistry;
import gazelle.protocol.transport.tls.KeyFingerprint;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;

/** The windows over a real server on the network: trust, consent, model choice, a lost connection. */
@ExtendWith(ApplicationExtension.class)
@Timeout(120)
class RemoteDesktopTest {
    private static final Path SLICE = BundledModel.SAMPLES.resolve("dicom/brain-pd-axial-14.dcm");

    @TempDir
    Path folder;

    private OpenDesktop desktop;
    private NetworkServer server;

    @BeforeEach
    void open() throws Exception {
        desktop = fx(() -> new OpenDesktop(new Stage(), BundledModel.FOLDER, new UserFolder(folder), List.of()));
        server = NetworkServer.start(SmallModel.prepared());
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

    @Test
    void marksWhatCannotBeReadWhileItIsTyped() throws Exception {
        choose("Connect to a server...");
        TextField address = (TextField) desktop.modalNode("#server-address");
        TextField fingerprint = (TextField) desktop.modalNode("#server-fingerprint");
        Label hint = (Label) desktop.modalNode("#connect-hint");
        assertThat(address.getStyleClass()).as("empty is no mistake").doesNotContain("unreadable");

        act(() -> address.setText("gazelle.example.org"));
        assertThat(address.getStyleClass()).contains("unreadable");
        assertThat(hint.getText()).isEqualTo("A server is HOST:PORT, such as gazelle.example.org:7600.");
        desktop.snapshotModal("r8-unreadable");
        act(() -> address.setText("gazelle.example.org:7600"));
        assertThat(address.getStyleClass()).doesNotContain("unreadable");

        act(() -> fingerprint.setText("12:34"));
        assertThat(fingerprint.getStyleClass()).contains("unreadable");
        assertThat(hint.getText()).isEqualTo("A fingerprint has 64 hexadecimal digits.");
        desktop.press(desktop.modalNode("#connect"));
        assertThat(((Label) desktop.modalNode("#connect-problem")).getText())
                .startsWith("This cannot be read: fingerprint: ")
                .endsWith("Nothing was sent.");
        assertThat(desktop.state()).isInstanceOf(DesktopState.Offline.class);
        act(() -> fingerprint.setText(server.fingerprint().hex()));
        assertThat(fingerprint.getStyleClass()).doesNotContain("unreadable");
        assertThat(hint.getText()).isEmpty();
    }

    private String chip() throws Exception {
        MenuButton menu = (MenuButton) desktop.node("#server");
        return fx(menu::getText);
    }

    @Test
    void comparesAKeyAsksForConsentAndClassifiesSeveralTimes(FxRobot robot) throws Exception {
        connect();
        desktop.awaitState(DesktopState.UnknownKey.class);
        desktop.snapshotModal("r1-unknown-key");
        assertThat(desktop.modalText())
                .contains("Compare this fingerprint with the one your administrator gave you.")
                .contains("CN=Gazelle server")
                .contains(server.fingerprint().hex().substring(0, 4));
        Button cancel = (Button) desktop.modalNode("#distrust");
        assertThat(cancel.isDefaultButton() && cancel.isCancelButton()).isTrue();
        assertThat(((Button) desktop.modalNode("#trust")).isDefaultButton()).isFalse();
        robot.press(KeyCode.ENTER).release(KeyCode.ENTER);
        desktop.awaitState(DesktopState.Offline.class);
        assertThat(desktop.hasModal()).isFalse();
        assertThat(chip()).isEqualTo("Server: none");

        connect();
        desktop.awaitState(DesktopState.UnknownKey.class);
        desktop.press(desktop.modalNode("#trust"));
        desktop.awaitState(DesktopState.Ready.class);
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
        assertThat(desktop.state()).isInstanceOf(DesktopState.Ready.class);
        desktop.press(desktop.node("#classify"));
        desktop.press(desktop.modalNode("#agree"));
        desktop.awaitState(DesktopState.Done.class);
        desktop.snapshot("r3-remote-result");
        assertThat(((Label) desktop.node("#result-warnings")).getText())
                .as("on the result")
                .isEqualTo("This is no CT.");
        assertThat(((Label) desktop.node("#scores")).getText()).contains("Model score, not a probability of disease.");
        assertThat(((Label) desktop.node("#set-up")).getText()).startsWith("Set-up of the session, once: ");

        SliceResult first = ((DesktopState.Done) desktop.state()).result();
        desktop.press(desktop.node("#classify"));
        await(() -> desktop.runs.stateProperty().get() instanceof DesktopState.Done done
                && !done.result().equals(first));
        assertThat(((DesktopState.Done) desktop.state())
                        .result()
                        .record()
                        .amounts()
                        .setUp())
                .as("scores take new keys each time")
                .isPresent();
        assertThat(desktop.hasModal()).as("consent was given before").isFalse();

        choose("Disconnect");
        assertThat(desktop.state()).isInstanceOf(DesktopState.Offline.class);
        assertThat(desktop.node("#result").isVisible()).as("the result stays").isTrue();
        choose("Trusted servers...");
        desktop.snapshotModal("r4-trusted");
        assertThat(desktop.modalText()).contains(server.address().toString());
    }

    @Test
    void saysThatTheServerWasStoppedInTheMiddle() throws Exception {
        useBundledModelOverTheNetwork();
        desktop.holdAtLayer(1);
        desktop.press(desktop.node("#classify"));
        desktop.awaitHeld();
        server.close();
        desktop.goOn();
        desktop.awaitState(DesktopState.Failed.class);
        desktop.snapshot("r7-stopping");
        assertThat(((Label) desktop.node("#state")).getText())
                .isEqualTo("The server is being stopped. No result was produced. Try again in 10 s.");
        assertThat(((Button) desktop.node("#classify")).getText()).isEqualTo("Start again");
    }

    /** The moments of connecting at which the user stops. */
    enum Way {
        COMPARING_KEYS,
        CONNECTING_AGAIN
    }

    @ParameterizedTest
    @EnumSource
    void aStopEndsConnectingToAMutePeerAtOnce(Way way) throws Exception {
        if (way == Way.CONNECTING_AGAIN) {
            useBundledModelOverTheNetwork();
            server.close();
        }
        int port = way == Way.CONNECTING_AGAIN ? server.address().port() : 0;
        try (ServerSocket mute = new ServerSocket(port, 5, InetAddress.getLoopbackAddress())) {
            if (way == Way.CONNECTING_AGAIN) {
                desktop.press(desktop.node("#classify"));
            } else {
                ServerAddress address = new ServerAddress("127.0.0.1", mute.getLocalPort());
                act(() -> desktop.servers.connect(address, Optional.empty()));
            }
            try (Socket peer = mute.accept()) {
                peer.setSoTimeout(10_000);
                assertThat(peer.getInputStream().read()).as("TLS is greeted").isEqualTo(22);
                if (way == Way.CONNECTING_AGAIN) {
                    desktop.press(desktop.node("#stop"));
                    await(() -> !desktop.runs.busy().get());
                    assertThat(desktop.state()).isInstanceOf(DesktopState.Stopped.class);
                } else {
                    act(desktop.servers::disconnect);
                    assertThat(desktop.state()).isInstanceOf(DesktopState.Offline.class);
                }
                assertThat(peer.getInputStream().readAllBytes())
                        .as("what came after the greeting, until both sides had let go")
                        .isNotEmpty();
            }
        }
    }

    @Test
    void twoWindowsOfOneUserWorkAtOnceAndKeepEachOthersDecisions() throws Exception {
        OpenDesktop other =
                fx(() -> new OpenDesktop(new Stage(), BundledModel.FOLDER, new UserFolder(folder), List.of()));
        try (NetworkServer second = NetworkServer.start(SmallModel.prepared())) {
            act(() -> desktop.servers.connect(server.address(), Optional.of(server.fingerprint())));
            act(() -> other.servers.connect(second.address(), Optional.of(second.fingerprint())));
            for (OpenDesktop window : List.of(desktop, other)) {
                window.awaitState(DesktopState.Ready.class);
                window.openSlice(SLICE);
                await(() -> window.slices.preparedProperty().get() != null);
            }
            for (OpenDesktop window : List.of(desktop, other)) {
                window.press(window.node("#classify"));
                window.press(window.modalNode("#agree"));
            }
            for (OpenDesktop window : List.of(desktop, other)) {
                window.awaitState(DesktopState.Done.class);
            }
            UserFolder user = new UserFolder(folder);
            assertThat(new TrustedServers(user.trustedServers()).all())
                    .isEqualTo(Map.of(server.address(), server.fingerprint(), second.address(), second.fingerprint()));
            GivenConsents consents = new GivenConsents(user.consents());
            for (NetworkServer each : List.of(server, second)) {
                assertThat(SmallModel.prepared())
                        .as("the model that was agreed to")
                        .anyMatch(model -> consents.contains(
                                each.fingerprint(), model.offer().card().name()));
            }
            act(() -> other.servers.connect(server.address(), Optional.empty()));
            other.awaitState(DesktopState.Ready.class);
        } finally {
            other.close();
        }
    }

    /** Consent is given, the slice is open. */
    private void useBundledModelOverTheNetwork() throws Exception {
        server.close();
        server = NetworkServer.start(ModelRegistry.load(BundledModel.FOLDER));
        new GivenConsents(new UserFolder(folder).consents()).add(server.fingerprint(), "brain-tumour");
        act(() -> desktop.servers.connect(server.address(), Optional.of(server.fingerprint())));
        desktop.awaitState(DesktopState.Ready.class);
        desktop.openSlice(SLICE);
        await(() -> desktop.slices.preparedProperty().get() != null);
    }

    @Test
    void blocksAChangedKeyWithoutABypass() throws Exception {
        new TrustedServers(new UserFolder(folder).trustedServers())
                .trust(server.address(), new KeyFingerprint("ab".repeat(32)));
        connect();
        desktop.awaitState(DesktopState.ChangedKey.class);
        desktop.snapshotModal("r5-changed-key");
        assertThat(desktop.modalText()).contains("Trusted servers...").contains("Nothing was sent.");
        assertThat(fx(() -> desktop.modal().getScene().getRoot().lookupAll(".button").stream()
                        .map(button -> ((Button) button).getText())
                        .toList()))
                .containsExactly("Close");
    }

    @Test
    void saysAtWhichLayerTheConnectionWasLostAndStartsAgain() throws Exception {
        useBundledModelOverTheNetwork();
        desktop.holdAtLayer(1);
        desktop.press(desktop.node("#classify"));
        desktop.awaitHeld();
        NetworkServer before = server;
        before.cut();
        desktop.goOn();
        desktop.awaitState(DesktopState.Failed.class);
        desktop.snapshot("r6-lost");
        assertThat(((Label) desktop.node("#state")).getText())
                .matches("Connection lost at layer \\d+ of \\d+\\. No result was produced; "
                        + "the server received only protected data\\.");
        assertThat(((Button) desktop.node("#classify")).getText()).isEqualTo("Start again");
        assertThat(((Label) desktop.node("#file-name")).getText()).isEqualTo("brain-pd-axial-14.dcm");

        server = before.again(ModelRegistry.load(BundledModel.FOLDER));
        desktop.press(desktop.node("#classify"));
        desktop.awaitState(DesktopState.Done.class);
        assertThat(((DesktopState.Done) desktop.state()).result().prediction().label())
                .isEqualTo(BundledModel.referenceLabel(SLICE));
    }
}
