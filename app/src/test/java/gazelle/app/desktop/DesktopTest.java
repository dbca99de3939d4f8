package gazelle.app.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import gazelle.app.BundledModel;
import gazelle.app.desktop.viewmodel.LayerRow;
import gazelle.app.desktop.viewmodel.RunState;
import gazelle.app.desktop.viewmodel.RunViewModel;
import gazelle.app.desktop.viewmodel.SliceResult;
import gazelle.app.desktop.viewmodel.SliceViewModel;
import gazelle.app.service.ResultWords;
import gazelle.protocol.session.SessionSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javafx.application.Platform;
import javafx.embed.swing.SwingFXUtils;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.input.KeyCode;
import javafx.scene.text.Text;
import javafx.stage.Stage;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/** The whole window, headless, over real private classifications; leaves pictures in {@code target/snapshots}. */
@ExtendWith(ApplicationExtension.class)
@Timeout(120)
class DesktopTest {
    private static final Path SLICE = BundledModel.SAMPLES.resolve("dicom/brain-pd-axial-14.dcm");
    private static final Path OTHER = BundledModel.SAMPLES.resolve("png/head-t1-sagittal.png");
    private static final Path COMPRESSED = BundledModel.SAMPLES.resolve("dicom/brain-pd-axial-14-rle.dcm");
    private static final Path SNAPSHOTS = Path.of("target", "snapshots");
    private static final int DEADLINE_SECONDS = 60;

    private final ExecutorService background = Executors.newCachedThreadPool();
    private final RunViewModel runs = new RunViewModel(
            background,
            Platform::runLater,
            new SessionSettings(new SecureRandom(), System::nanoTime, Duration.ofSeconds(DEADLINE_SECONDS)));
    private final SliceViewModel slices = new SliceViewModel(background, Platform::runLater);
    private @Nullable Stage stage;

    @Start
    void open(Stage shown) {
        stage = shown;
        new WorkspaceView(slices, runs, List.of(SLICE, OTHER)).showIn(shown);
        runs.load(BundledModel.MODELS);
    }

    @AfterEach
    void close() throws Exception {
        runs.close();
        background.shutdownNow();
        FxToolkit.cleanupStages();
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        WaitForAsyncUtils.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS, () -> fx(condition));
        WaitForAsyncUtils.waitForFxEvents();
    }

    private static <T> T fx(Callable<T> question) throws Exception {
        return WaitForAsyncUtils.asyncFx(question).get(DEADLINE_SECONDS, TimeUnit.SECONDS);
    }

    private RunState state() throws Exception {
        return fx(() -> runs.stateProperty().get());
    }

    private Node node(String selector) throws Exception {
        return fx(() -> Objects.requireNonNull(root().lookup(selector), selector));
    }

    private Parent root() {
        return Objects.requireNonNull(stage).getScene().getRoot();
    }

    private void snapshot(String name) throws Exception {
        WaitForAsyncUtils.waitForFxEvents();
        Files.createDirectories(SNAPSHOTS);
        fx(() -> ImageIO.write(
                SwingFXUtils.fromFXImage(root().getScene().snapshot(null), null),
                "png",
                SNAPSHOTS.resolve(name + ".png").toFile()));
    }

    private void openSlice(Path file) throws Exception {
        fx(() -> {
            slices.open(file);
            return true;
        });
        await(() -> slices.preparedProperty().get() != null
                && Objects.requireNonNull(slices.sliceProperty().get())
                        .fileName()
                        .equals(String.valueOf(file.getFileName())));
    }

    private void requireNothingCut(Parent parent) {
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

    @Test
    void classifiesASamplePrivatelyAndBindsTheResultToIt(FxRobot robot) throws Exception {
        await(() -> runs.stateProperty().get() instanceof RunState.Ready);
        snapshot("1-empty");
        assertThat(node("#classify").isDisabled()).as("nothing to classify yet").isTrue();
        assertThat(((Label) node("#notice")).getText()).isEqualTo(ResultWords.NOTICE);

        openSlice(SLICE);
        snapshot("2-slice");
        assertThat(((Label) node("#file-name")).getText()).isEqualTo("brain-pd-axial-14.dcm");

        robot.press(KeyCode.CONTROL).press(KeyCode.ENTER).release(KeyCode.ENTER).release(KeyCode.CONTROL);
        await(() -> runs.stateProperty().get() instanceof RunState.Running running && running.layer() >= 1);
        snapshot("3-running");
        await(() -> runs.stateProperty().get() instanceof RunState.Done);
        snapshot("4-result");
        SliceResult result = ((RunState.Done) state()).result();
        assertThat(result.report().label()).isEqualTo(BundledModel.referenceLabel(SLICE));
        assertThat(node("#answer").getAccessibleText())
                .isEqualTo(ResultWords.mostLike(result.card(), result.report().prediction()));
        assertThat(((ProgressBar) node("#progress")).getProgress()).isEqualTo(1);
        assertThat(fx(() -> List.copyOf(runs.layers())))
                .allMatch(row -> row.progressProperty().get() instanceof LayerRow.Finished);
        fx(() -> {
            requireNothingCut(root());
            return true;
        });

        openSlice(OTHER);
        snapshot("5-other-slice");
        assertThat(fx(() -> node("#result").getPseudoClassStates().toString())).contains("other-slice");
        fx(() -> {
            slices.show(result.slice());
            return true;
        });
        assertThat(fx(() -> node("#result").getPseudoClassStates().toString())).doesNotContain("other-slice");
    }

    @Test
    void stopsAtOnceWithoutAResult(FxRobot robot) throws Exception {
        await(() -> runs.stateProperty().get() instanceof RunState.Ready);
        openSlice(SLICE);
        robot.interact(((Button) node("#classify"))::fire);
        await(() -> runs.stateProperty().get() instanceof RunState.Running);
        robot.press(KeyCode.ESCAPE).release(KeyCode.ESCAPE);
        await(() -> !runs.busyProperty().get());
        assertThat(state()).isInstanceOf(RunState.Stopped.class);
        snapshot("6-stopped");
        assertThat(((Label) node("#state")).getText()).isEqualTo("Stopped. No result was produced.");
        assertThat(node("#result").isVisible()).isFalse();
        robot.interact(((Button) node("#classify"))::fire);
        await(() -> runs.stateProperty().get() instanceof RunState.Done);
    }

    @Test
    void saysWhyAFileCannotBeShownAndKeepsTheSlice() throws Exception {
        await(() -> runs.stateProperty().get() instanceof RunState.Ready);
        openSlice(OTHER);
        fx(() -> {
            slices.open(COMPRESSED);
            return true;
        });
        await(() -> slices.problemProperty().get() != null);
        snapshot("7-error");
        assertThat(node("#problem").isVisible()).isTrue();
        assertThat(Objects.requireNonNull(slices.problemProperty().get()).message())
                .contains("RLE Lossless")
                .contains("Export");
        assertThat(((Label) node("#file-name")).getText()).isEqualTo("head-t1-sagittal.png");
        assertThat(node("#classify").isDisabled()).isFalse();
    }

    @Test
    void everythingStaysInsideASmallWindow() throws Exception {
        await(() -> runs.stateProperty().get() instanceof RunState.Ready);
        fx(() -> {
            Objects.requireNonNull(stage).setWidth(960);
            Objects.requireNonNull(stage).setHeight(600);
            return true;
        });
        openSlice(SLICE);
        snapshot("8-small");
        for (String selector : List.of("#classify", "#stop", "#notice", "#slice-view")) {
            Node shown = node(selector);
            Bounds bounds = fx(() -> shown.localToScene(shown.getBoundsInLocal()));
            assertThat(bounds.getMaxX()).as(selector).isLessThanOrEqualTo(960);
            assertThat(bounds.getMaxY()).as(selector).isLessThanOrEqualTo(600);
        }
    }
}
