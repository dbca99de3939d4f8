package gazelle.viewer.fx;

import gazelle.viewer.display.WindowLevel;
import gazelle.viewer.input.GrayImage;
import gazelle.viewer.input.ModelInput;
import java.util.Locale;
import java.util.Objects;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.geometry.HPos;
import javafx.geometry.VPos;
import javafx.scene.AccessibleRole;
import javafx.scene.Cursor;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/**
 * Shows a slice through a window, and beside it, if given, the exact model input made from it.
 *
 * <p>Dragging with the left button to the right widens the window, downwards raises its centre; a double click brings
 * the first window back. The style class is {@code slice-view}, its parts are {@code slice} and {@code model-input}.
 */
public final class SliceView extends Region {
    private static final double PREFERRED_WIDTH = 512;
    private static final double PREFERRED_HEIGHT = 384;
    private static final double GAP = 12;

    /** The model input takes at most this share of the width. */
    private static final double INPUT_SHARE = 0.28;

    /** So many pixels of dragging sweep the slice's whole range. */
    private static final double DRAG_FOR_RANGE = 512;

    /** The narrowest window that dragging reaches, as a share of the slice's range. */
    private static final double NARROWEST_SHARE = 1.0 / 1024;

    private final PixelPane slicePane = new PixelPane(true);
    private final PixelPane inputPane = new PixelPane(false);
    private final ObjectProperty<@Nullable WindowLevel> windowLevel =
            new SimpleObjectProperty<>(this, "windowLevel", null);
    private final ObjectProperty<@Nullable ModelInput> modelInput =
            new SimpleObjectProperty<>(this, "modelInput", null);
    private @Nullable GrayImage image;
    private @Nullable WindowLevel firstWindow;
    private @Nullable Drag drag;

    /** Makes an empty view. */
    public SliceView() {
        getStyleClass().add("slice-view");
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        slicePane.getStyleClass().add("slice");
        inputPane.getStyleClass().add("model-input");
        inputPane.setVisible(false);
        getChildren().addAll(slicePane, inputPane);
        slicePane.addEventHandler(MouseEvent.MOUSE_PRESSED, this::beginDrag);
        slicePane.addEventHandler(MouseEvent.MOUSE_DRAGGED, this::continueDrag);
        slicePane.addEventHandler(MouseEvent.MOUSE_RELEASED, event -> drag = null);
        slicePane.addEventHandler(MouseEvent.MOUSE_CLICKED, this::resetOnDoubleClick);
        windowLevel.subscribe(this::renderSlice);
        modelInput.subscribe(this::renderInput);
        describe();
    }

    /**
     * Shows a slice; a model input shown before is taken away, because it belongs to another slice.
     *
     * @param slice the picture
     * @param window the first window, to which a double click returns
     */
    public void show(GrayImage slice, WindowLevel window) {
        image = Objects.requireNonNull(slice, "slice");
        firstWindow = Objects.requireNonNull(window, "window");
        drag = null;
        modelInput.set(null);
        slicePane.setCursor(Cursor.CROSSHAIR);
        if (window.equals(windowLevel.get())) {
            renderSlice();
        } else {
            windowLevel.set(window);
        }
    }

    /** Takes everything away. */
    public void clear() {
        image = null;
        firstWindow = null;
        drag = null;
        modelInput.set(null);
        windowLevel.set(null);
        slicePane.setCursor(Cursor.DEFAULT);
        renderSlice();
    }

    /** Brings the first window back; without a slice, nothing happens. */
    public void resetWindowLevel() {
        if (firstWindow != null) {
            windowLevel.set(firstWindow);
        }
    }

    /** The picture shown, or null. */
    public @Nullable GrayImage getImage() {
        return image;
    }

    /** The window shown; null without a slice. Setting it changes the display only. */
    public ObjectProperty<@Nullable WindowLevel> windowLevelProperty() {
        return windowLevel;
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
        layoutInArea(slicePane, left, top, sliceWidth, height, 0, HPos.LEFT, VPos.TOP);
        inputPane.resizeRelocate(left + width - inputSide, top, inputSide, inputSide);
    }

    private void renderSlice() {
        WindowLevel window = windowLevel.get();
        if (image != null && window != null) {
            slicePane.show(image, window);
        } else {
            slicePane.clear();
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
        String text = image == null || window == null
                ? "No slice is open"
                : String.format(
                        Locale.ROOT,
                        "Slice, %d by %d pixels, window centre %.4g, width %.4g",
                        image.width(),
                        image.height(),
                        window.centre(),
                        window.width());
        setAccessibleText(text);
        slicePane.setAccessibleText(text);
    }

    private void beginDrag(MouseEvent event) {
        WindowLevel window = windowLevel.get();
        if (event.getButton() == MouseButton.PRIMARY && image != null && window != null) {
            double range = Math.max(Float.MIN_NORMAL, (double) image.max() - image.min());
            drag = new Drag(event.getX(), event.getY(), window, range);
            event.consume();
        }
    }

    private void continueDrag(MouseEvent event) {
        if (drag != null && event.isPrimaryButtonDown()) {
            windowLevel.set(drag.windowAt(event.getX(), event.getY()));
            event.consume();
        }
    }

    private void resetOnDoubleClick(MouseEvent event) {
        if (event.getButton() == MouseButton.PRIMARY && event.getClickCount() == 2) {
            resetWindowLevel();
            event.consume();
        }
    }

    /** Measured from where the drag began, so that going back undoes it exactly. */
    private record Drag(double startX, double startY, WindowLevel start, double range) {
        WindowLevel windowAt(double x, double y) {
            double step = range / DRAG_FOR_RANGE;
            return start.adjusted((y - startY) * step, (x - startX) * step, range * NARROWEST_SHARE);
        }
    }
}
