package gazelle.app.desktop;

import gazelle.viewer.display.DisplayPreset;
import gazelle.viewer.display.ViewTransform;
import gazelle.viewer.fx.SliceView;
import gazelle.viewer.fx.WindowLevelFields;
import gazelle.viewer.slice.SliceFile;
import java.util.List;
import java.util.function.UnaryOperator;
import javafx.scene.control.Button;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;

/** Menus and fields for everything that the mouse and the keys do with the display. */
final class DisplayBar extends FlowPane {
    private static final int KEYS = 5;
    private static final double ZOOM_STEP = 1.25;

    private final SliceView view;
    private final MenuButton windows = new MenuButton("Window");
    private List<DisplayPreset> listed = List.of();

    DisplayBar(SliceView view) {
        super(8, 8);
        this.view = view;
        getStyleClass().add("display-bar");
        windows.setId("presets");
        windows.setAccessibleText("Choose a window");
        MenuButton turns = new MenuButton("View");
        turns.setId("view-menu");
        turns.setAccessibleText("Turn, flip, invert or enlarge the slice");
        turns.getItems()
                .addAll(
                        change("Rotate right", "R", ViewTransform::rotatedRight),
                        change("Rotate left", "L", ViewTransform::rotatedLeft),
                        change("Flip left and right", "H", ViewTransform::flippedHorizontally),
                        change("Flip top and bottom", "V", ViewTransform::flippedVertically),
                        change("Invert", "I", now -> now.withInversion(!now.inverted())),
                        new SeparatorMenuItem(),
                        item("Enlarge", "+", () -> view.zoom(ZOOM_STEP)),
                        item("Make smaller", "-", () -> view.zoom(1 / ZOOM_STEP)));
        Button reset = new Button("Reset");
        reset.setId("reset-view");
        reset.setTooltip(new Tooltip("First window, size and place (Space or double click)"));
        reset.setOnAction(_ -> view.reset());
        getChildren().addAll(new WindowLevelFields(view), windows, turns, reset);
        view.windowLevelProperty().subscribe(_ -> listPresets());
    }

    private MenuItem change(String name, String key, UnaryOperator<ViewTransform> how) {
        return item(name, key, () -> view.change(how));
    }

    /** The key stands in the text: as an accelerator it would also work where someone is typing. */
    private static MenuItem item(String name, String key, Runnable action) {
        MenuItem item = new MenuItem(name + "  (" + key + ")");
        item.setOnAction(_ -> action.run());
        return item;
    }

    private void listPresets() {
        SliceFile slice = view.getSlice();
        windows.setDisable(slice != null && slice.colour() != null);
        if (view.presets().equals(listed)) {
            return;
        }
        listed = view.presets();
        windows.getItems().clear();
        for (int i = 0; i < listed.size(); i++) {
            int index = i;
            String name = listed.get(i).name();
            windows.getItems()
                    .add(
                            i < KEYS
                                    ? item(name, String.valueOf(i + 1), () -> view.usePreset(index))
                                    : plain(name, () -> view.usePreset(index)));
        }
    }

    private static MenuItem plain(String name, Runnable action) {
        MenuItem item = new MenuItem(name);
        item.setOnAction(_ -> action.run());
        return item;
    }
}
