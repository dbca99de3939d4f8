package gazelle.app.desktop;

import gazelle.app.desktop.viewmodel.RunViewModel;
import gazelle.app.desktop.viewmodel.SliceViewModel;
import gazelle.app.service.GazelleHome;
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
    private @Nullable RunViewModel run;

    @Override
    public void start(Stage stage) {
        GazelleHome home = GazelleHome.find();
        RunViewModel runs = new RunViewModel(
                background, Platform::runLater, new SessionSettings(new SecureRandom(), System::nanoTime, SILENCE));
        run = runs;
        SliceViewModel slices = new SliceViewModel(background, Platform::runLater);
        new WorkspaceView(slices, runs, home.samples()).showIn(stage);
        runs.load(home.models());
    }

    @Override
    public void stop() {
        if (run != null) {
            run.close();
        }
        background.shutdownNow();
    }
}
