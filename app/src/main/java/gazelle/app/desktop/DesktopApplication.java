package gazelle.app.desktop;

import gazelle.app.desktop.viewmodel.RunViewModel;
import gazelle.app.desktop.viewmodel.ServerViewModel;
import gazelle.app.desktop.viewmodel.SliceViewModel;
import gazelle.app.desktop.viewmodel.StateModel;
import gazelle.app.record.Recorder;
import gazelle.app.service.GazelleHome;
import gazelle.app.service.GivenConsents;
import gazelle.app.service.TrustedServers;
import gazelle.app.service.UserFolder;
import gazelle.protocol.host.WarmUp;
import gazelle.protocol.session.SessionSettings;
import gazelle.protocol.version.ProgramVersion;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;

/** The desktop's life: composes the view-models with their threads, shows the window, ends everything with it. */
public final class DesktopApplication extends Application {
    private static final Duration SILENCE = Duration.ofMinutes(2);

    private final ExecutorService background = Executors.newThreadPerTaskExecutor(
            Thread.ofPlatform().daemon().name("background-", 1).factory());
    private @Nullable ServerViewModel servers;
    private @Nullable RunViewModel runs;

    @Override
    public void start(Stage stage) {
        GazelleHome home = GazelleHome.find();
        UserFolder user = UserFolder.find();
        SessionSettings settings = new SessionSettings(new SecureRandom(), System::nanoTime, SILENCE);
        StateModel state = new StateModel();
        ServerViewModel chosen = new ServerViewModel(
                background,
                Platform::runLater,
                settings,
                home.models(),
                new TrustedServers(user.trustedServers()),
                state);
        StageDialogs dialogs = new StageDialogs(stage, chosen);
        RunViewModel asked = new RunViewModel(
                background,
                Platform::runLater,
                settings.nanoTime(),
                state,
                new GivenConsents(user.consents()),
                dialogs,
                new Recorder(Clock.systemUTC(), ProgramVersion.text()));
        servers = chosen;
        runs = asked;
        SliceViewModel slices = new SliceViewModel(background, Platform::runLater, dialogs);
        new WorkspaceView(slices, asked, chosen, dialogs, home.samples()).showIn(stage);
        chosen.useEmbedded();
        // While the clinician looks for a slice, the JVM compiles what the first inference will run.
        WarmUp warmUp = WarmUp.start(settings);
        var _ = asked.busy().subscribe(busy -> {
            if (busy) {
                warmUp.close();
            }
        });
    }

    @Override
    public void stop() {
        if (servers != null) {
            servers.close();
        }
        if (runs != null) {
            runs.close();
        }
        background.shutdownNow();
    }
}
