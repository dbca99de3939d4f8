package gazelle.app.desktop;

import gazelle.app.desktop.viewmodel.RunViewModel;
import gazelle.app.desktop.viewmodel.ServerViewModel;
import gazelle.app.desktop.viewmodel.SliceViewModel;
import gazelle.app.service.GazelleHome;
import gazelle.app.service.GivenConsents;
import gazelle.app.service.TrustedServers;
import gazelle.app.service.UserFolder;
import gazelle.protocol.host.WarmUp;
import gazelle.protocol.session.SessionSettings;
import java.security.SecureRandom;
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

    @Override
    public void start(Stage stage) {
        GazelleHome home = GazelleHome.find();
        UserFolder user = UserFolder.find();
        SessionSettings settings = new SessionSettings(new SecureRandom(), System::nanoTime, SILENCE);
        RunViewModel runs =
                new RunViewModel(background, Platform::runLater, settings, new GivenConsents(user.consents()));
        ServerViewModel chosen = new ServerViewModel(
                background,
                Platform::runLater,
                settings,
                home.models(),
                new TrustedServers(user.trustedServers()),
                runs);
        servers = chosen;
        SliceViewModel slices = new SliceViewModel(background, Platform::runLater);
        new WorkspaceView(slices, runs, chosen, home.samples()).showIn(stage);
        chosen.useEmbedded();
        // While the clinician looks for a slice, the JVM compiles what the first inference will run.
        WarmUp warmUp = WarmUp.start(settings);
        var _ = runs.busyProperty().subscribe(busy -> {
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
        background.shutdownNow();
    }
}
