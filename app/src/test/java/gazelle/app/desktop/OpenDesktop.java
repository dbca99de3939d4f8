package gazelle.app.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import gazelle.app.desktop.viewmodel.DesktopState;
import gazelle.app.desktop.viewmodel.RunViewModel;
import gazelle.app.desktop.viewmodel.ServerViewModel;
import gazelle.app.desktop.viewmodel.SliceViewModel;
import gazelle.app.desktop.viewmodel.StateModel;
import gazelle.app.record.Recorder;
import gazelle.app.service.GivenConsents;
import gazelle.app.service.TrustedServers;
import gazelle.app.service.UserFolder;
import gazelle.protocol.session.Patience;
import gazelle.protocol.session.SessionLimits;
import gazelle.protocol.session.SessionSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javafx.application.Platform;
import javafx.embed.swing.SwingFXUtils;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.image.WritableImage;
import javafx.scene.text.Text;
import javafx.stage.Stage;
import javafx.stage.Window;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/** The program's windows with their view-models, headless; leaves pictures in {@code target/snapshots}. */
final class OpenDesktop {
    private static final Path SNAPSHOTS = Path.of("target", "snapshots");
    private static final int DEADLINE_SECONDS = 60;

    final RunViewModel runs;
    final ServerViewModel servers;
    final SliceViewModel slices;
    final Stage stage;

    private final ExecutorService background = Executors.newCachedThreadPool();
    private volatile @Nullable Hold hold;

    OpenDesktop(Stage stage, Path models, UserFolder user, List<Path> samples) {
        this(stage, models, user, samples, Patience.USUAL);
    }

    OpenDesktop(Stage stage, Path models, UserFolder user, List<Path> samples, Patience patience) {
        SessionLimits limits = SessionLimits.USUAL
                .withSilence(Duration.ofSeconds(DEADLINE_SECONDS))
                .withPatience(patience);
        SessionSettings settings = new SessionSettings(new SecureRandom(), System::nanoTime, limits);
        this.stage = stage;
        StateModel state = new StateModel();
        this.servers = new ServerViewModel(
                background, Platform::runLater, settings, models, new TrustedServers(user.trustedServers()), state);
        StageDialogs dialogs = new StageDialogs(stage, servers);
        this.runs = new RunViewModel(
                background,
                this::show,
                settings.nanoTime(),
                state,
                new GivenConsents(user.consents()),
                dialogs,
                new Recorder(Clock.systemUTC(), "test"));
        this.slices = new SliceViewModel(background, Platform::runLater, dialogs);
        new WorkspaceView(slices, runs, servers, dialogs, samples).showIn(stage);
    }

    void close() throws Exception {
        goOn();
        act(servers::close);
        act(runs::close);
        background.shutdownNow();
        FxToolkit.cleanupStages();
    }

    static void await(Callable<Boolean> condition) throws Exception {
        WaitForAsyncUtils.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS, () -> fx(condition));
        WaitForAsyncUtils.waitForFxEvents();
    }

    static <T> T fx(Callable<T> question) throws InterruptedException, ExecutionException, TimeoutException {
        return WaitForAsyncUtils.asyncFx(question).get(DEADLINE_SECONDS, TimeUnit.SECONDS);
    }

    static void act(Runnable action) throws Exception {
        fx(() -> {
            action.run();
            return true;
        });
        WaitForAsyncUtils.waitForFxEvents();
    }

    DesktopState state() throws Exception {
        return fx(() -> runs.stateProperty().get());
    }

    void awaitState(Class<? extends DesktopState> awaited) throws Exception {
        try {
            await(() -> awaited.isInstance(runs.stateProperty().get()));
        } catch (TimeoutException late) {
            throw new AssertionError("state: " + state().sentence(), late);
        }
    }

    /** The next run stands still once it has begun this layer, counted from 0, until {@link #goOn}. */
    void holdAtLayer(int layer) {
        hold = new Hold(layer, new CountDownLatch(1));
    }

    void awaitHeld() throws Exception {
        int layer = Objects.requireNonNull(hold).layer;
        await(() -> hasBegun(layer));
    }

    void goOn() {
        Hold over = hold;
        hold = null;
        if (over != null) {
            over.end.countDown();
        }
    }

    /** Shows the progress of a run, which waits here while it is held. */
    private void show(Runnable change) {
        Platform.runLater(change);
        Hold asked = hold;
        if (asked == null || Platform.isFxApplicationThread()) {
            return;
        }
        try {
            if (fx(() -> hasBegun(asked.layer))) {
                asked.end.await(DEADLINE_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException failed) {
            throw new AssertionError(failed);
        }
    }

    private boolean hasBegun(int layer) {
        return runs.stateProperty().get() instanceof DesktopState.Running running && running.layer() >= layer;
    }

    /**
     * @param layer at which a run waits
     * @param end for which it waits
     */
    private record Hold(int layer, CountDownLatch end) {}

    /** A node of the main window. */
    Node node(String selector) throws Exception {
        return fx(() -> Objects.requireNonNull(root().lookup(selector), selector));
    }

    Parent root() {
        return stage.getScene().getRoot();
    }

    /** The window over the main one. */
    Window modal() throws Exception {
        return fx(() -> Window.getWindows().stream()
                .filter(window -> window instanceof Stage shown && stage.equals(shown.getOwner()))
                .findFirst()
                .orElseThrow());
    }

    boolean hasModal() throws Exception {
        return fx(() -> Window.getWindows().stream()
                .anyMatch(window -> window instanceof Stage shown && stage.equals(shown.getOwner())));
    }

    /** A node of the window over the main one. */
    Node modalNode(String selector) throws Exception {
        Window modal = modal();
        return fx(() -> Objects.requireNonNull(modal.getScene().getRoot().lookup(selector), selector));
    }

    String modalText() throws Exception {
        Window modal = modal();
        return fx(() -> String.join(
                "\n",
                modal.getScene().getRoot().lookupAll(".label").stream()
                        .map(label -> ((Label) label).getText())
                        .toList()));
    }

    void press(Node button) throws Exception {
        act(((Button) button)::fire);
    }

    void openSlice(Path file) throws Exception {
        act(() -> slices.open(file));
        await(() -> slices.sliceProperty().get() != null
                && Objects.requireNonNull(slices.sliceProperty().get())
                        .fileName()
                        .equals(String.valueOf(file.getFileName())));
    }

    void snapshot(String name) throws Exception {
        snapshot(stage, name);
    }

    void snapshotModal(String name) throws Exception {
        snapshot(modal(), name);
    }

    private static void snapshot(Window window, String name) throws Exception {
        WaitForAsyncUtils.waitForFxEvents();
        Files.createDirectories(SNAPSHOTS);
        fx(() -> {
            // The picture lays everything out; what is checked must be what it shows.
            WritableImage picture = window.getScene().snapshot(null);
            requireNothingCut(window.getScene().getRoot());
            return ImageIO.write(
                    SwingFXUtils.fromFXImage(picture, null),
                    "png",
                    SNAPSHOTS.resolve(name + ".png").toFile());
        });
    }

    private static void requireNothingCut(Parent parent) {
        for (Node child : parent.getChildrenUnmodifiable()) {
            if (child instanceof Label label
                    && label.isVisible()
                    && !label.getText().isEmpty()) {
                Node shown = label.lookup(".text");
                assertThat(shown instanceof Text text ? text.getText() : label.getText())
                        .as("text on screen")
                        .isEqualTo(label.getText());
            }
            if (child instanceof Parent inner && child.isVisible()) {
                requireNothingCut(inner);
            }
        }
    }
}
