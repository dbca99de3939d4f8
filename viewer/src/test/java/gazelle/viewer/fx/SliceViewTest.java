package gazelle.viewer.fx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import gazelle.viewer.display.DisplayPreset;
import gazelle.viewer.display.SlicePlacement;
import gazelle.viewer.display.ViewTransform;
import gazelle.viewer.display.WindowLevel;
import gazelle.viewer.input.SliceRecipe;
import gazelle.viewer.series.SliceReader;
import gazelle.viewer.slice.SliceFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javafx.event.ActionEvent;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.image.WritableImage;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Mouse, keys and fields on a real slice; leaves pictures in {@code target/snapshots}. */
@Timeout(120)
class SliceViewTest {
    private static final double WIDTH = 520;
    private static final double HEIGHT = 480;

    private SliceView view;
    private SliceFile slice;
    private Node canvas;

    @BeforeEach
    void open() throws Exception {
        slice = Slices.axial();
        view = Fx.on(SliceView::new);
        Fx.run(() -> {
            view.show(slice);
            Fx.layout(view, WIDTH, HEIGHT);
        });
        canvas = Fx.on(() -> Objects.requireNonNull(view.lookup(".slice")));
    }

    private WindowLevel window() {
        return Objects.requireNonNull(view.windowLevelProperty().get());
    }

    private ViewTransform transform() {
        return view.transformProperty().get();
    }

    private String mark(String id) {
        Label label = (Label) view.lookup("#" + id);
        return label.isVisible() ? label.getText() : "";
    }

    private String letters() {
        view.layout();
        return mark("letter-top") + " " + mark("letter-right") + " " + mark("letter-bottom") + " "
                + mark("letter-left");
    }

    private SlicePlacement placement() {
        return new SlicePlacement(
                transform(), slice.info().width(), slice.info().height(), 1, WIDTH, HEIGHT);
    }

    @Test
    void leftDragChangesTheWindowAndGoingBackUndoesIt() throws Exception {
        Fx.run(() -> {
            WindowLevel first = window();
            Fx.dragged(canvas, MouseButton.PRIMARY, new Point2D(200, 200), new Point2D(260, 230));
            assertThat(window().width()).isGreaterThan(first.width());
            assertThat(window().centre()).isGreaterThan(first.centre());
            Fx.mouse(canvas, MouseEvent.MOUSE_PRESSED, 200, 200, MouseButton.PRIMARY, 1);
            WindowLevel start = window();
            Fx.mouse(canvas, MouseEvent.MOUSE_DRAGGED, 300, 100, MouseButton.PRIMARY, 1);
            Fx.mouse(canvas, MouseEvent.MOUSE_DRAGGED, 200, 200, MouseButton.PRIMARY, 1);
            assertThat(window()).isEqualTo(start);
            Fx.mouse(canvas, MouseEvent.MOUSE_CLICKED, 200, 200, MouseButton.PRIMARY, 2);
            assertThat(window()).isEqualTo(first);
        });
    }

    @Test
    void middleDragMovesWheelChangesSlicesAndControlWheelZoomsAtThePointer() throws Exception {
        List<Integer> steps = new ArrayList<>();
        Fx.run(() -> {
            view.setOnSliceStep(steps::add);
            SlicePlacement.Point before = placement().toView(100, 100);
            Fx.dragged(canvas, MouseButton.MIDDLE, new Point2D(200, 200), new Point2D(230, 190));
            assertThat(placement().toView(100, 100).x()).isCloseTo(before.x() + 30, within(1e-6));
            assertThat(placement().toView(100, 100).y()).isCloseTo(before.y() - 10, within(1e-6));

            SlicePlacement.Point under = placement().toImage(320, 150);
            Fx.wheel(canvas, 320, 150, 120, true);
            assertThat(transform().zoom()).isGreaterThan(1.3);
            assertThat(placement().toImage(320, 150).x()).isCloseTo(under.x(), within(1e-6));
            assertThat(placement().toImage(320, 150).y()).isCloseTo(under.y(), within(1e-6));

            Fx.wheel(canvas, 320, 150, -40, false);
            Fx.wheel(canvas, 320, 150, 80, false);
            Fx.wheel(canvas, 320, 150, -25, false);
            Fx.wheel(canvas, 320, 150, -25, false);
            Fx.mouse(canvas, MouseEvent.MOUSE_CLICKED, 200, 200, MouseButton.PRIMARY, 2);
            assertThat(transform()).isEqualTo(ViewTransform.RESET);
        });
        assertThat(steps).as("parts of a notch add up").containsExactly(1, -2, 1);
    }

    @Test
    void keysDoWhatTheGuideSays() throws Exception {
        List<Integer> steps = new ArrayList<>();
        Fx.run(() -> {
            view.setOnSliceStep(steps::add);
            SliceKeys keys = new SliceKeys(view);
            List<DisplayPreset> presets = view.presets();
            for (int i = 0; i < 5; i++) {
                keys.press(Fx.key(KeyCode.valueOf("DIGIT" + (i + 1)), false, false), null);
                assertThat(window()).isEqualTo(presets.get(i).window());
            }
            keys.press(Fx.key(KeyCode.R, false, false), null);
            assertThat(transform().quarterTurns()).isEqualTo(1);
            keys.press(Fx.key(KeyCode.L, false, false), null);
            keys.press(Fx.key(KeyCode.H, false, false), null);
            assertThat(transform()).isEqualTo(ViewTransform.RESET.flippedHorizontally());
            keys.press(Fx.key(KeyCode.V, false, false), null);
            assertThat(transform().quarterTurns())
                    .as("both flips are half a turn")
                    .isEqualTo(2);
            keys.press(Fx.key(KeyCode.I, false, false), null);
            assertThat(transform().inverted()).isTrue();
            keys.press(Fx.key(KeyCode.EQUALS, false, false), null);
            keys.press(Fx.key(KeyCode.PLUS, true, false), null);
            keys.press(Fx.key(KeyCode.MINUS, false, false), null);
            assertThat(transform().zoom()).isCloseTo(1.25, within(1e-9));
            keys.press(Fx.key(KeyCode.PAGE_DOWN, false, false), null);
            keys.press(Fx.key(KeyCode.PAGE_UP, false, false), null);
            keys.press(Fx.key(KeyCode.SPACE, false, false), null);
            assertThat(transform()).isEqualTo(ViewTransform.RESET);
            assertThat(window()).isEqualTo(presets.getFirst().window());
        });
        assertThat(steps).containsExactly(1, -1);
    }

    @Test
    void keysStayWithWhoeverTypesAndWithFocusedButtons() throws Exception {
        Fx.run(() -> {
            SliceKeys keys = new SliceKeys(view);
            KeyEvent typed = Fx.key(KeyCode.R, false, false);
            keys.press(typed, new TextField());
            keys.press(Fx.key(KeyCode.R, false, true), null);
            assertThat(transform()).isEqualTo(ViewTransform.RESET);
            assertThat(typed.isConsumed()).isFalse();
            keys.press(Fx.key(KeyCode.R, false, false), new Button());
            KeyEvent pressed = Fx.key(KeyCode.SPACE, false, false);
            keys.press(pressed, new Button());
            assertThat(transform().quarterTurns()).isEqualTo(1);
            assertThat(pressed.isConsumed()).isFalse();
        });
    }

    @Test
    void fieldsTakeNumbersAndArrows() throws Exception {
        Fx.run(() -> {
            WindowLevelFields fields = new WindowLevelFields(view);
            TextField width = (TextField) fields.lookup("#window-width");
            TextField centre = (TextField) fields.lookup("#window-centre");
            width.setText("800");
            centre.setText("333");
            width.fireEvent(new ActionEvent());
            assertThat(window().width()).isEqualTo(800);
            assertThat(window().centre()).isEqualTo(333);
            width.fireEvent(Fx.key(KeyCode.UP, false, false));
            centre.fireEvent(Fx.key(KeyCode.DOWN, true, false));
            assertThat(window().width()).isEqualTo(801);
            assertThat(window().centre()).isEqualTo(323);
            width.fireEvent(Fx.key(KeyCode.DOWN, false, true));
            assertThat(window().width()).isEqualTo(701);
            centre.setText("no number");
            centre.fireEvent(new ActionEvent());
            assertThat(centre.getText()).isEqualTo("323");
            view.usePreset(2);
            assertThat(Double.parseDouble(width.getText())).isCloseTo(window().width(), within(0.01));
        });
    }

    @Test
    void lettersScaleBarAndWordsFollowTheDisplay() throws Exception {
        Fx.run(() -> {
            assertThat(letters()).isEqualTo("A L P R");
            assertThat(mark("scale")).matches("\\d+ (cm|mm)");
            assertThat(view.getAccessibleText()).contains("edges: left R, right L");
            view.change(ViewTransform::rotatedRight);
            assertThat(letters()).isEqualTo("R A L P");
            view.change(ViewTransform::flippedHorizontally);
            assertThat(letters()).isEqualTo("R P L A");
            view.change(now -> now.withInversion(true));
            view.layout();
            assertThat(mark("display-mark")).isEqualTo("Mirrored \u00b7 Inverted");
            assertThat(view.getAccessibleText()).contains("mirrored").contains("inverted");
            Fx.mouse(canvas, MouseEvent.MOUSE_MOVED, WIDTH / 2, HEIGHT / 2, MouseButton.NONE, 0);
            assertThat(mark("pointer")).matches("column \\d+, row \\d+: value -?\\d+.*");
        });
    }

    @Test
    void anotherSliceOfTheSeriesKeepsWhatWasChosen() throws Exception {
        SliceFile next = SliceReader.read(Slices.SAMPLES.resolve("dicom/brain-pd-axial-12.dcm"));
        Fx.run(() -> {
            view.showNext(next);
            assertThat(window())
                    .as("nothing was chosen")
                    .isEqualTo(next.presets().getFirst().window());
            view.change(ViewTransform::rotatedRight);
            WindowLevel chosen = new WindowLevel(77, 99, WindowLevel.Ramp.LINEAR);
            view.windowLevelProperty().set(chosen);
            view.showNext(slice);
            assertThat(window()).isEqualTo(chosen);
            assertThat(transform().quarterTurns()).isEqualTo(1);
            view.show(next);
            assertThat(transform()).isEqualTo(ViewTransform.RESET);
        });
    }

    @Test
    void picturesOfEveryState() throws Exception {
        SliceFile lossy = Slices.lossy();
        SliceFile coloured = Slices.coloured();
        var input = SliceRecipe.parse(1, 64, 64, "box", "none", "unit").apply(slice.image());
        Fx.run(() -> view.clear());
        shot("slice-empty");
        Fx.run(() -> view.show(slice));
        WritableImage plain = shot("slice-axial");
        Fx.run(() -> {
            Fx.wheel(canvas, 330, 160, 400, true);
            Fx.mouse(canvas, MouseEvent.MOUSE_MOVED, 330, 160, MouseButton.NONE, 0);
        });
        shot("slice-zoomed");
        Fx.run(() -> {
            view.reset();
            view.change(now -> now.rotatedRight().flippedHorizontally());
        });
        shot("slice-rotated-flipped");
        Fx.run(() -> {
            view.reset();
            view.change(now -> now.withInversion(true));
        });
        shot("slice-inverted");
        Fx.run(() -> view.show(coloured));
        WritableImage colours = shot("slice-colour");
        Fx.run(() -> view.show(lossy));
        shot("slice-lossy");
        assertThat(Fx.on(() -> mark("lossy-mark"))).isEqualTo("Lossy compressed 10:1");
        Fx.run(() -> {
            view.show(slice);
            view.modelInputProperty().set(input);
        });
        shot("slice-model-input");
        Fx.run(() -> view.modelInputProperty().set(null));
        WritableImage fine = Fx.on(() -> Fx.snapshot(view, 2, "slice-high-dpi"));

        assertThat(fine.getWidth()).isEqualTo(2 * plain.getWidth());
        assertThat(differences(plain, fine)).as("not merely doubled pixels").isGreaterThan(10_000);
        assertThat(isGrey(colours)).isFalse();
        assertThat(Fx.on(() -> plain.getPixelReader().getArgb((int) WIDTH / 2, (int) HEIGHT / 2) & 0xFF))
                .as("the head's middle is not black")
                .isGreaterThan(20);
    }

    private WritableImage shot(String name) throws Exception {
        return Fx.on(() -> {
            Fx.layout(view, WIDTH, HEIGHT);
            return Fx.snapshot(view, 1, name);
        });
    }

    private static int differences(WritableImage coarse, WritableImage fine) throws Exception {
        return Fx.on(() -> {
            int count = 0;
            for (int y = 0; y < (int) fine.getHeight(); y++) {
                for (int x = 0; x < (int) fine.getWidth(); x++) {
                    if (fine.getPixelReader().getArgb(x, y)
                            != coarse.getPixelReader().getArgb(x / 2, y / 2)) {
                        count++;
                    }
                }
            }
            return count;
        });
    }

    private static boolean isGrey(WritableImage picture) throws Exception {
        return Fx.on(() -> {
            int argb = picture.getPixelReader().getArgb((int) WIDTH / 2, (int) HEIGHT / 2);
            return (argb >> 16 & 0xFF) == (argb & 0xFF);
        });
    }
}
