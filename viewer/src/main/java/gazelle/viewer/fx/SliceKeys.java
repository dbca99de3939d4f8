package gazelle.viewer.fx;

import javafx.scene.Node;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.ComboBoxBase;
import javafx.scene.control.TableView;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.jspecify.annotations.Nullable;

/**
 * The actions of keys on a slice, for the whole window unless someone is typing.
 *
 * <p>1 to 5 choose a window; + and = enlarge, - makes smaller; R and L turn right and left; H and V flip; I inverts; Space
 * brings everything back; Page Up and Page Down change the slice.
 */
public final class SliceKeys {
    private static final double ZOOM_STEP = 1.25;

    private final SliceView view;

    /** Makes keys work on a view; {@link #press} is to be called for each key. */
    public SliceKeys(SliceView view) {
        this.view = view;
    }

    /**
     * Does what a pressed key asks for, and consumes it.
     *
     * @param event the key
     * @param focus who would get it otherwise; text fields keep all keys, buttons the
     *     space bar, tables their pages
     */
    public void press(KeyEvent event, @Nullable Node focus) {
        boolean modified = event.isControlDown() || event.isAltDown() || event.isMetaDown();
        if (view.getSlice() == null || modified || focus instanceof TextInputControl) {
            return;
        }
        if (isOwnKey(event.getCode(), focus)) {
            return;
        }
        switch (event.getCode()) {
            case DIGIT1, NUMPAD1 -> view.usePreset(0);
            case DIGIT2, NUMPAD2 -> view.usePreset(1);
            case DIGIT3, NUMPAD3 -> view.usePreset(2);
            case DIGIT4, NUMPAD4 -> view.usePreset(3);
            case DIGIT5, NUMPAD5 -> view.usePreset(4);
            case PLUS, ADD, EQUALS -> view.zoom(ZOOM_STEP);
            case MINUS, SUBTRACT -> view.zoom(1 / ZOOM_STEP);
            case R -> view.change(now -> now.rotatedRight());
            case L -> view.change(now -> now.rotatedLeft());
            case H -> view.change(now -> now.flippedHorizontally());
            case V -> view.change(now -> now.flippedVertically());
            case I -> view.change(now -> now.withInversion(!now.inverted()));
            case PAGE_UP -> view.step(-1);
            case PAGE_DOWN -> view.step(1);
            case SPACE -> view.reset();
            default -> {
                return;
            }
        }
        event.consume();
    }

    /** Returns whether a key operates the control that has the focus: Space presses buttons, pages turn in tables. */
    private static boolean isOwnKey(KeyCode key, @Nullable Node focus) {
        return switch (key) {
            case SPACE ->
                focus instanceof ButtonBase
                        || focus instanceof ChoiceBox<?>
                        || focus instanceof ComboBoxBase<?>
                        || focus instanceof TableView<?>;
            case PAGE_UP, PAGE_DOWN -> focus instanceof TableView<?>;
            default -> false;
        };
    }
}
