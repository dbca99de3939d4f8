package gazelle.viewer.fx;

import gazelle.viewer.display.DisplayPreset;
import gazelle.viewer.display.OrientationLetters;
import gazelle.viewer.display.SlicePlacement;
import gazelle.viewer.display.ViewTransform;
import gazelle.viewer.display.WindowLevel;
import gazelle.viewer.input.GrayImage;
import gazelle.viewer.input.ModelInput;
import gazelle.viewer.slice.SliceFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.IntConsumer;
import java.util.function.UnaryOperator;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.geometry.HPos;
import javafx.geometry.VPos;
import javafx.scene.AccessibleRole;
import javafx.scene.Cursor;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/**
 * Shows a slice through a window, turned, enlarged and moved as wanted, with the marks that its file gives reason for;
 * and beside it, if given, the exact model input made from it.
 *
 * <p>Mouse: {@link SliceMouse}; keys: {@link SliceKeys}. The style class is {@code slice-view}, its parts are {@code slice}
 * and {@code model-input}.
 */
public final class SliceView extends Region {
    private static final double PREFERRED_WIDTH = 512;
    private static final double PREFERRED_HEIGHT = 384;
    private static final double GAP = 12;

    /** The model input takes at most this share of the width. */
    private static final double INPUT_SHARE = 0.28;

    private final SliceCanvas canvas = new SliceCanvas();
    private final PixelPane inputPane = new PixelPane();
    private final ObjectProperty<@Nullable WindowLevel> windowLevel =
            new SimpleObjectProperty<>(this, "windowLevel", null);
    private final ObjectProperty<ViewTransform> transform =
            new SimpleObjectProperty<>(this, "transform", ViewTransform.RESET);
    private final ObjectProperty<@Nullable ModelInput> modelInput =
            new SimpleObjectProperty<>(this, "modelInput", null);
    private @Nullable SliceFile slice;
    private List<DisplayPreset> presets = List.of();
    private String place = "";
    private IntConsumer sliceStep = _ -> {};

    /** Makes an empty view. */
    public SliceView() {
        getStyleClass().add("slice-view");
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        canvas.getStyleClass().add("slice");
        inputPane.getStyleClass().add("model-input");
        inputPane.setVisible(false);
        getChildren().addAll(canvas, inputPane);
        new SliceMouse(this, canvas).listen();
        windowLevel.subscribe(this::render);
        transform.subscribe((before, now) -> {
            if (before.inverted() == now.inverted()) {
                canvas.place(now);
                describe();
            } else {
                render();
            }
        });
        modelInput.subscribe(this::renderInput);
        describe();
    }

    /**
     * Shows a slice as if none had been shown before: its first window, just fitting. A model input shown before is
     * taken away, because it belongs to another slice.
     */
    public void show(SliceFile file) {
        load(file);
        transform.set(ViewTransform.RESET);
        useWindow(presets.getFirst().window());
    }

    /**
     * Shows another slice of the same series: the turns, the size and a window that was chosen stay. A model input shown
     * before is taken away.
     */
    public void showNext(SliceFile file) {
        WindowLevel before = windowLevel.get();
        boolean chosen = before != null
                && !presets.isEmpty()
                && !before.equals(presets.getFirst().window());
        load(file);
        useWindow(chosen && before != null ? before : presets.getFirst().window());
    }

    private void load(SliceFile file) {
        slice = Objects.requireNonNull(file, "file");
        presets = file.presets();
        modelInput.set(null);
        canvas.load(file);
        canvas.setCursor(Cursor.CROSSHAIR);
    }

    private void useWindow(WindowLevel window) {
        if (window.equals(windowLevel.get())) {
            render();
        } else {
            windowLevel.set(window);
        }
    }

    /** Shows nothing. */
    public void clear() {
        slice = null;
        presets = List.of();
        modelInput.set(null);
        canvas.load(null);
        canvas.setCursor(Cursor.DEFAULT);
        windowLevel.set(null);
        transform.set(ViewTransform.RESET);
        describe();
    }

    /** Brings first window, size, place and turns back; without a slice, nothing happens. */
    public void reset() {
        if (slice != null) {
            transform.set(ViewTransform.RESET);
            windowLevel.set(presets.getFirst().window());
        }
    }

    /** Turns, enlarges or moves the slice, if there is one. */
    public void change(UnaryOperator<ViewTransform> how) {
        if (slice != null) {
            transform.set(how.apply(transform.get()));
        }
    }

    /** Enlarges by a factor about the middle of the view. */
    public void zoom(double factor) {
        SlicePlacement now = canvas.placement();
        if (now != null) {
            transform.set(now.zoomedAt(factor, now.viewWidth() / 2, now.viewHeight() / 2));
        }
    }

    /** Chooses one of the {@link #presets} by its place; nothing happens if there is none. */
    public void usePreset(int index) {
        if (slice != null && slice.colour() == null && index < presets.size()) {
            windowLevel.set(presets.get(index).window());
        }
    }

    /** The windows that can be chosen, the first one in front; none without a slice. */
    public List<DisplayPreset> presets() {
        return presets;
    }

    /** Asks for a slice further on (positive) or back, as wheel and keys do. */
    public void step(int slices) {
        sliceStep.accept(slices);
    }

    /** Sets the receiver of steps through the series, by wheel or keys: the number of slices further on, or back if negative. */
    public void setOnSliceStep(IntConsumer listener) {
        sliceStep = Objects.requireNonNull(listener, "listener");
    }

    /** Sets the slice's place in its series, in words for those who cannot see it: {@code slice 14 of 27}. */
    public void setPlace(String words) {
        place = Objects.requireNonNull(words, "words");
        describe();
    }

    /** Sets whether letters, scale bar and words stand over the picture; they do unless it is a small preview. */
    public void setMarked(boolean wanted) {
        canvas.setMarked(wanted);
    }

    /** The slice shown, or null. */
    public @Nullable SliceFile getSlice() {
        return slice;
    }

    /** The window shown; null without a slice. Setting it changes the display only. */
    public ObjectProperty<@Nullable WindowLevel> windowLevelProperty() {
        return windowLevel;
    }

    /** The turn, the enlargement and the place of the slice. Setting it changes the display only. */
    public ObjectProperty<ViewTransform> transformProperty() {
        return transform;
    }

    /** The model input shown beside the slice, block by block from its darkest to its brightest value; null for none. */
    public ObjectProperty<@Nullable ModelInput> modelInputProperty() {
        return modelInput;
    }

    @Override
    protected double computePrefWidth(double height) {
        return snappedLeftInset() + PREFERRED_WIDTH + snappedRightInset();
    }

    @Override
    protected double computePrefHeight(double width) {
        return snappedTopInset() + PREFERRED_HEIGHT + snappedBottomInset();
    }

    @Override
    protected double computeMinWidth(double height) {
        return snappedLeftInset() + snappedRightInset();
    }

    @Override
    protected double computeMinHeight(double width) {
        return snappedTopInset() + snappedBottomInset();
    }

    @Override
    protected void layoutChildren() {
        double left = snappedLeftInset();
        double top = snappedTopInset();
        double width = Math.max(0, getWidth() - left - snappedRightInset());
        double height = Math.max(0, getHeight() - top - snappedBottomInset());
        double inputSide = inputPane.isVisible() ? snapSizeX(Math.min(height, width * INPUT_SHARE)) : 0;
        double sliceWidth = inputPane.isVisible() ? Math.max(0, width - inputSide - GAP) : width;
        layoutInArea(canvas, left, top, sliceWidth, height, 0, HPos.LEFT, VPos.TOP);
        inputPane.resizeRelocate(left + width - inputSide, top, inputSide, inputSide);
    }

    private void render() {
        WindowLevel window = windowLevel.get();
        if (slice != null && window != null) {
            canvas.render(window, transform.get());
        }
        describe();
    }

    private void renderInput() {
        ModelInput input = modelInput.get();
        if (input != null) {
            GrayImage seen = input.channelImage(0);
            inputPane.show(seen, WindowLevel.ofFullRange(seen));
            inputPane.setAccessibleText(
                    String.format(Locale.ROOT, "Model input: %d by %d values", seen.width(), seen.height()));
        } else {
            inputPane.clear();
        }
        inputPane.setVisible(input != null);
        requestLayout();
    }

    private void describe() {
        WindowLevel window = windowLevel.get();
        String text = slice == null || window == null ? "No slice is open" : description(slice, window);
        setAccessibleText(text);
        canvas.setAccessibleText(text);
    }

    private String description(SliceFile shown, WindowLevel window) {
        ViewTransform now = transform.get();
        List<String> parts = new ArrayList<>();
        parts.add(place.isEmpty() ? "Slice" : place);
        parts.add(shown.info().width() + " by " + shown.info().height() + " pixels");
        parts.add(
                shown.colour() != null
                        ? "in colours"
                        : String.format(
                                Locale.ROOT, "window centre %.4g, width %.4g", window.centre(), window.width()));
        if (now.zoom() != 1) {
            parts.add(Math.round(100 * now.zoom()) + " percent of the fitting size");
        }
        if (now.quarterTurns() != 0) {
            parts.add("turned by " + 90 * now.quarterTurns() + " degrees");
        }
        if (now.mirrored()) {
            parts.add("mirrored");
        }
        if (now.inverted()) {
            parts.add("inverted");
        }
        if (shown.info().geometry() != null) {
            OrientationLetters letters = OrientationLetters.of(shown.info().geometry(), now);
            parts.add("edges: left " + letters.left() + ", right " + letters.right() + ", top " + letters.top()
                    + ", bottom " + letters.bottom());
        }
        shown.info().lossyMark().ifPresent(parts::add);
        return String.join(", ", parts);
    }
}
