package gazelle.app.desktop;

import static gazelle.app.desktop.OpenDesktop.act;
import static gazelle.app.desktop.OpenDesktop.await;
import static gazelle.app.desktop.OpenDesktop.fx;
import static org.assertj.core.api.Assertions.assertThat;

import gazelle.app.BundledModel;
import gazelle.app.NetworkServer;
import gazelle.app.SlowWire;
import gazelle.app.SmallModel;
import gazelle.app.desktop.viewmodel.DesktopState;
import gazelle.app.service.ResultWords;
import gazelle.app.service.UserFolder;
import gazelle.protocol.session.Patience;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.framework.junit5.ApplicationExtension;

/** The window's words about a server that makes its client wait. */
@ExtendWith(ApplicationExtension.class)
@Timeout(120)
class PauseDesktopTest {
    @TempDir
    Path folder;

    private OpenDesktop desktop;
    private NetworkServer server;
    private SlowWire wire;

    @BeforeEach
    void connect() throws Exception {
        Patience brief = Patience.USUAL.withNotice(Duration.ofMillis(200));
        desktop = fx(() -> new OpenDesktop(new Stage(), BundledModel.FOLDER, new UserFolder(folder), List.of(), brief));
        server = NetworkServer.start(SmallModel.prepared());
        wire = new SlowWire(server.address(), Long.MAX_VALUE);
        act(() -> desktop.servers.connect(wire.address(), Optional.of(server.fingerprint())));
        desktop.awaitState(DesktopState.Ready.class);
        desktop.openSlice(BundledModel.SAMPLES.resolve("dicom/brain-pd-axial-14.dcm"));
        await(() -> desktop.slices.preparedProperty().get() != null);
    }

    @AfterEach
    void close() throws Exception {
        wire.goOn();
        desktop.close();
        wire.close();
        server.close();
    }

    private void classifyOnAHeldWire() throws Exception {
        wire.hold();
        desktop.press(desktop.node("#classify"));
        desktop.press(desktop.modalNode("#agree"));
        Node pause = desktop.node("#pause");
        await(pause::isVisible);
        assertThat(((Label) pause).getText()).matches("The server has sent nothing for \\d+ s\\.");
    }

    @Test
    void saysThatTheServerSendsNothingUntilItGoesOn() throws Exception {
        classifyOnAHeldWire();
        Label pause = (Label) desktop.node("#pause");
        await(() -> pause.getText().equals("The server has sent nothing for 1 s."));
        desktop.snapshot("p1-pause");
        wire.goOn();
        desktop.awaitState(DesktopState.Done.class);
        assertThat(pause.isVisible()).isFalse();
        desktop.snapshot("p2-not-verified");
        Label notVerified = (Label) desktop.node("#not-verified");
        assertThat(notVerified.getText()).isEqualTo(ResultWords.NOT_VERIFIED);
        assertThat(notVerified.isVisible()).isTrue();
    }

    @Test
    void saysNoMoreOfItAfterAStop() throws Exception {
        classifyOnAHeldWire();
        desktop.press(desktop.node("#stop"));
        desktop.awaitState(DesktopState.Stopped.class);
        assertThat(desktop.node("#pause").isVisible()).isFalse();
    }
}
