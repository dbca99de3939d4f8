package gazelle.app.desktop;

import static gazelle.app.desktop.OpenDesktop.act;
import static gazelle.app.desktop.OpenDesktop.await;
import static gazelle.app.desktop.OpenDesktop.fx;
import static org.assertj.core.api.Assertions.assertThat;

import gazelle.app.BundledModel;
import gazelle.app.desktop.viewmodel.DesktopState;
import gazelle.app.desktop.viewmodel.LayerRow;
import gazelle.app.desktop.viewmodel.SliceResult;
import gazelle.app.record.ClassificationRecord;
import gazelle.app.record.ClassificationRecord.LayerAmounts;
import gazelle.app.record.ClassificationRecord.PhaseAmounts;
import gazelle.app.service.ResultWords;
import gazelle.app.service.UserFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;

/** The main window over real private classifications by the server inside the program. */
@ExtendWith(ApplicationExtension.class)
@Timeout(120)
class DesktopTest {
    private static final Path SLICE = BundledModel.SAMPLES.resolve("dicom/brain-pd-axial-14.dcm");
    private static final Path OTHER = BundledModel.SAMPLES.resolve("png/head-t1-sagittal.png");

    @TempDir
    static Path folder;

    private OpenDesktop desktop;

    @BeforeEach
    void open() throws Exception {
        desktop = fx(
                () -> new OpenDesktop(new Stage(), BundledModel.FOLDER, new UserFolder(folder), List.of(SLICE, OTHER)));
    }

    @AfterEach
    void close() throws Exception {
        desktop.close();
    }

    private void useBundledModel() throws Exception {
        act(desktop.servers::useEmbedded);
        desktop.awaitState(DesktopState.Ready.class);
    }

    @Test
    void classifiesPrivatelyStopsAndClassifiesAgain(FxRobot robot) throws Exception {
        useBundledModel();
        desktop.snapshot("1-empty");
        assertThat(desktop.node("#classify").isDisabled())
                .as("nothing to classify yet")
                .isTrue();
        assertThat(((Label) desktop.node("#notice")).getText()).isEqualTo(ResultWords.NOTICE);

        desktop.openSlice(SLICE);
        await(() -> desktop.slices.preparedProperty().get() != null);
        desktop.snapshot("2-slice");
        assertThat(((Label) desktop.node("#file-name")).getText()).isEqualTo("brain-pd-axial-14.dcm");

        desktop.holdAtLayer(0);
        desktop.press(desktop.node("#classify"));
        desktop.awaitHeld();
        robot.press(KeyCode.ESCAPE).release(KeyCode.ESCAPE);
        desktop.goOn();
        await(() -> !desktop.runs.busy().get());
        assertThat(desktop.state()).isInstanceOf(DesktopState.Stopped.class);
        desktop.snapshot("6-stopped");
        assertThat(((Label) desktop.node("#state")).getText()).isEqualTo("Stopped. No result was produced.");
        assertThat(((Button) desktop.node("#classify")).getText()).isEqualTo("Start again");
        assertThat(desktop.node("#result").isVisible()).isFalse();

        desktop.holdAtLayer(2);
        robot.press(KeyCode.CONTROL).press(KeyCode.ENTER).release(KeyCode.ENTER).release(KeyCode.CONTROL);
        desktop.awaitHeld();
        assertThat(((Label) desktop.node("#total")).getText())
                .matches("Now: [a-z ]+\\. So far [0-9.]+ s, [0-9.]+ k?M?B sent, [0-9.]+ k?M?B received; "
                        + "(about \\d+ s|less than a second) left\\.");
        desktop.snapshot("3-running");
        desktop.goOn();
        desktop.awaitState(DesktopState.Done.class);
        desktop.snapshot("4-result");
        SliceResult result = ((DesktopState.Done) desktop.state()).result();
        assertThat(result.prediction().label()).isEqualTo(BundledModel.referenceLabel(SLICE));
        assertThat(result.record().amounts().setUp())
                .as("a session of its own after the stop")
                .isPresent();
        assertThat(desktop.node("#answer").getAccessibleText())
                .isEqualTo(ResultWords.mostLike(result.card(), result.prediction()));
        assertThat(((ProgressBar) desktop.node("#progress")).getProgress()).isEqualTo(1);
        assertThat(fx(() -> List.copyOf(desktop.runs.progress().layers())))
                .allMatch(row -> row.progressProperty().get() instanceof LayerRow.Finished);
        assertThat(((Label) desktop.node("#phases")).getText())
                .matches("Of this: encrypting [0-9.]+ s, the server computes [0-9.]+ s, decrypting [0-9.]+ s, "
                        + "exchanging activations [0-9.]+ s, computing activations [0-9.]+ s\\.");
        requireWithin("#set-up", 1280, 784);
        requireWithin("#answer", 1280, 784);

        desktop.openSlice(OTHER);
        desktop.snapshot("5-other-slice");
        assertThat(fx(() ->
                        desktop.root().lookup("#result").getPseudoClassStates().toString()))
                .contains("other-slice");
        act(() -> desktop.slices.show(result.slice()));
        assertThat(fx(() ->
                        desktop.root().lookup("#result").getPseudoClassStates().toString()))
                .doesNotContain("other-slice");
    }

    @Test
    void thePhasesOfARunMakeUpItsLayers() throws Exception {
        useBundledModel();
        desktop.openSlice(SLICE);
        await(() -> desktop.slices.preparedProperty().get() != null);
        desktop.press(desktop.node("#classify"));
        desktop.awaitState(DesktopState.Done.class);
        ClassificationRecord.Amounts amounts =
                ((DesktopState.Done) desktop.state()).result().record().amounts();
        double inPhases =
                amounts.phases().stream().mapToDouble(PhaseAmounts::seconds).sum();
        double inLayers =
                amounts.layers().stream().mapToDouble(LayerAmounts::seconds).sum();
        assertThat(inPhases).isCloseTo(inLayers, Percentage.withPercentage(5));
        assertThat(amounts.phases()).allMatch(phase -> phase.seconds() > 0);
    }

    @Test
    void saysWhyAFileCannotBeShownAndKeepsTheSlice() throws Exception {
        desktop.openSlice(OTHER);
        byte[] whole = Files.readAllBytes(SLICE);
        Path cut = Files.write(folder.resolve("cut.dcm"), Arrays.copyOf(whole, whole.length / 2));
        act(() -> desktop.slices.open(cut));
        await(() -> desktop.slices.problemProperty().get() != null);
        desktop.snapshot("7-error");
        assertThat(desktop.node("#problem").isVisible()).isTrue();
        assertThat(Objects.requireNonNull(desktop.slices.problemProperty().get())
                        .message())
                .contains("ends too early")
                .contains("Copy or export it again");
        assertThat(((Label) desktop.node("#file-name")).getText()).isEqualTo("head-t1-sagittal.png");
        assertThat(((Label) desktop.node("#state")).getText()).startsWith("Offline.");
        assertThat(desktop.node("#classify").isDisabled()).isTrue();
    }

    @Test
    void everythingStaysInsideASmallWindow() throws Exception {
        useBundledModel();
        act(() -> {
            desktop.stage.setWidth(960);
            desktop.stage.setHeight(600);
        });
        desktop.openSlice(SLICE);
        desktop.snapshot("8-small");
        for (String selector : List.of("#classify", "#stop", "#notice", "#slice-view", "#server")) {
            requireWithin(selector, 960, 600);
        }
    }

    private void requireWithin(String selector, double width, double height) throws Exception {
        Node shown = desktop.node(selector);
        Bounds bounds = fx(() -> shown.localToScene(shown.getBoundsInLocal()));
        assertThat(bounds.getMaxX()).as(selector).isLessThanOrEqualTo(width);
        assertThat(bounds.getMaxY()).as(selector).isLessThanOrEqualTo(height);
    }
}
