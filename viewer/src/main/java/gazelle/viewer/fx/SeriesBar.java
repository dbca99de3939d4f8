package gazelle.viewer.fx;

import java.util.Objects;
import java.util.function.IntConsumer;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

/**
 * A slider over the slices of a series. It moves with what is asked for; the words beside it tell what is shown, which
 * may be a moment behind.
 */
public final class SeriesBar extends HBox {
    private final Slider slider = new Slider();
    private final Label words = new Label();
    private IntConsumer request = _ -> {};
    private boolean following;

    /** Makes a bar without slices, which is not visible. */
    public SeriesBar() {
        super(8);
        setAlignment(Pos.CENTER_LEFT);
        getStyleClass().add("series-bar");
        slider.setId("slice-slider");
        slider.setAccessibleText("Slice of the series");
        slider.setBlockIncrement(1);
        slider.setMinWidth(60);
        HBox.setHgrow(slider, Priority.ALWAYS);
        words.setId("slice-words");
        words.setMinWidth(USE_PREF_SIZE);
        getChildren().addAll(button("\u2039", "Previous slice", -1), slider, button("\u203a", "Next slice", 1), words);
        slider.valueProperty().subscribe(value -> {
            if (!following) {
                request.accept((int) Math.round(value.doubleValue()));
            }
        });
        show(0, 0);
    }

    private Button button(String glyph, String meaning, int step) {
        Button button = new Button(glyph);
        button.setAccessibleText(meaning);
        button.setMinWidth(USE_PREF_SIZE);
        button.setOnAction(_ -> slider.setValue(Math.rint(slider.getValue()) + step));
        return button;
    }

    /** Sets the receiver of the slice that is asked for, from 0. */
    public void setOnRequest(IntConsumer listener) {
        request = Objects.requireNonNull(listener, "listener");
    }

    /**
     * Tells which slice is shown.
     *
     * @param index from 0
     * @param count slices of the series; the bar is not visible for fewer than two
     */
    public void show(int index, int count) {
        setVisible(count > 1);
        setManaged(count > 1);
        words.setText("Slice " + (index + 1) + " of " + count);
    }

    /** Moves the slider to what is asked for elsewhere, without asking again. */
    public void follow(int index, int count) {
        following = true;
        slider.setMax(Math.max(0, count - 1));
        slider.setValue(index);
        following = false;
    }
}
