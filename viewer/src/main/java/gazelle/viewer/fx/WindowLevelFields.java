package gazelle.viewer.fx;

import gazelle.viewer.display.WindowLevel;
import gazelle.viewer.input.GrayImage;
import gazelle.viewer.slice.SliceFile;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalDouble;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import org.jspecify.annotations.Nullable;

/**
 * The window's width and centre as numbers: typed and confirmed with Enter, or changed with the arrow keys by 1, with
 * Shift by 10, with Ctrl by 100. Slices of small values have smaller steps.
 */
public final class WindowLevelFields extends HBox {
    private static final int COLUMNS = 6;

    /** Below this range, a step is the power of ten that divides the range into more than a hundred. */
    private static final double SMALL_RANGE = 100;

    private final SliceView view;
    private final TextField width = field("window-width", "Window width");
    private final TextField centre = field("window-centre", "Window centre, also called level");

    /** Makes the fields of a view's window. */
    public WindowLevelFields(SliceView view) {
        super(6);
        this.view = view;
        setAlignment(Pos.CENTER_LEFT);
        getStyleClass().add("window-level-fields");
        getChildren().addAll(label("Width", width), width, label("Level", centre), centre);
        width.setOnAction(_ -> type());
        centre.setOnAction(_ -> type());
        width.addEventFilter(KeyEvent.KEY_PRESSED, event -> arrow(event, 0, 1));
        centre.addEventFilter(KeyEvent.KEY_PRESSED, event -> arrow(event, 1, 0));
        width.focusedProperty().subscribe(focused -> leave(focused));
        centre.focusedProperty().subscribe(focused -> leave(focused));
        view.windowLevelProperty().subscribe(this::show);
    }

    private static TextField field(String id, String meaning) {
        TextField field = new TextField();
        field.setId(id);
        field.setPrefColumnCount(COLUMNS);
        field.setAccessibleText(meaning);
        field.setTooltip(new Tooltip(meaning + ": Enter to apply; arrow keys 1, with Shift 10, with Ctrl 100"));
        return field;
    }

    private static Label label(String text, TextField field) {
        Label label = new Label(text);
        label.setLabelFor(field);
        label.setMinWidth(USE_PREF_SIZE);
        return label;
    }

    private void show(@Nullable WindowLevel window) {
        SliceFile slice = view.getSlice();
        setDisable(window == null || (slice != null && slice.colour() != null));
        width.setText(window == null ? "" : number(window.width()));
        centre.setText(window == null ? "" : number(window.centre()));
    }

    /** Takes back text that was typed and not confirmed. */
    private void leave(boolean focused) {
        if (!focused) {
            show(view.windowLevelProperty().get());
        }
    }

    private void type() {
        WindowLevel now = view.windowLevelProperty().get();
        OptionalDouble newWidth = parsed(width.getText());
        OptionalDouble newCentre = parsed(centre.getText());
        if (now != null && newWidth.isPresent() && newCentre.isPresent()) {
            set(now.adjusted(newCentre.getAsDouble() - now.centre(), newWidth.getAsDouble() - now.width(), step()));
        } else {
            show(now);
        }
    }

    private void arrow(KeyEvent event, int centreBy, int widthBy) {
        int direction = switch (event.getCode()) {
            case UP -> 1;
            case DOWN -> -1;
            default -> 0;
        };
        WindowLevel now = view.windowLevelProperty().get();
        if (direction != 0 && now != null) {
            double by = direction * step() * (event.isControlDown() ? 100 : event.isShiftDown() ? 10 : 1);
            set(now.adjusted(centreBy * by, widthBy * by, step()));
            event.consume();
        }
    }

    private void set(WindowLevel window) {
        view.windowLevelProperty().set(window);
        show(window);
    }

    private double step() {
        GrayImage image = Objects.requireNonNull(view.getSlice()).image();
        double range = (double) image.max() - image.min();
        return range >= SMALL_RANGE || range <= 0 ? 1 : Math.pow(10, Math.floor(Math.log10(range / SMALL_RANGE)));
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e9
                ? String.valueOf((long) value)
                : String.format(Locale.ROOT, "%.6g", value)
                        .replaceFirst("(\\.\\d*?)0+$", "$1")
                        .replaceFirst("\\.$", "");
    }

    private static OptionalDouble parsed(String text) {
        try {
            double value = Double.parseDouble(text.strip().replace(',', '.'));
            return Math.abs(value) <= 1e12 ? OptionalDouble.of(value) : OptionalDouble.empty();
        } catch (NumberFormatException typo) {
            return OptionalDouble.empty();
        }
    }
}
