package gazelle.viewer.fx;

import gazelle.viewer.display.SlicePlacement;
import gazelle.viewer.display.WindowLevel;
import gazelle.viewer.slice.SliceFile;
import java.util.Locale;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import org.jspecify.annotations.Nullable;

/**
 * The actions of the mouse on a slice.
 *
 * <p>Dragging with the left button to the right widens the window, downwards raises its centre; with the middle button, or
 * with Shift, it moves the slice. The wheel changes the slice, with Ctrl it enlarges at the pointer. A double click brings
 * everything back.
 */
final class SliceMouse {
    /** View units of dragging that sweep the slice's whole range. */
    private static final double DRAG_FOR_RANGE = 512;

    /** The narrowest window that dragging reaches, as a share of the slice's range. */
    private static final double NARROWEST_SHARE = 1.0 / 1024;

    /** The enlargement by one notch of a wheel: ten enlarge about three times. */
    private static final double ZOOM_PER_NOTCH = 1.12;

    private static final double NOTCH = 40;

    private final SliceView view;
    private final SliceCanvas canvas;
    private @Nullable Drag drag;
    private double turned;

    SliceMouse(SliceView view, SliceCanvas canvas) {
        this.view = view;
        this.canvas = canvas;
    }

    /** The property that a drag changes; measured from where it began, so that going back undoes it exactly. */
    private sealed interface Drag {
        /** Changes the window. */
        record Window(double startX, double startY, WindowLevel start, double range) implements Drag {
            WindowLevel at(double x, double y) {
                double step = range / DRAG_FOR_RANGE;
                return start.adjusted((y - startY) * step, (x - startX) * step, range * NARROWEST_SHARE);
            }
        }

        /** Moves the slice. */
        record Move(double startX, double startY, SlicePlacement start) implements Drag {}
    }

    void listen() {
        canvas.addEventHandler(MouseEvent.MOUSE_PRESSED, this::press);
        canvas.addEventHandler(MouseEvent.MOUSE_DRAGGED, this::drag);
        canvas.addEventHandler(MouseEvent.MOUSE_RELEASED, _ -> drag = null);
        canvas.addEventHandler(MouseEvent.MOUSE_CLICKED, this::resetOnDoubleClick);
        canvas.addEventHandler(MouseEvent.MOUSE_MOVED, this::tell);
        canvas.addEventHandler(MouseEvent.MOUSE_EXITED, _ -> canvas.showPointer(""));
        canvas.addEventHandler(ScrollEvent.SCROLL, this::scroll);
    }

    private void press(MouseEvent event) {
        SliceFile slice = view.getSlice();
        WindowLevel window = view.windowLevelProperty().get();
        SlicePlacement placement = canvas.placement();
        if (slice == null || window == null || placement == null) {
            return;
        }
        // Whoever was typing is done: keys work again.
        view.requestFocus();
        boolean left = event.getButton() == MouseButton.PRIMARY;
        if (event.getButton() == MouseButton.MIDDLE || (left && event.isShiftDown())) {
            drag = new Drag.Move(event.getX(), event.getY(), placement);
            event.consume();
        } else if (left && slice.colour() == null) {
            double range = Math.max(
                    Float.MIN_NORMAL,
                    (double) slice.image().max() - slice.image().min());
            drag = new Drag.Window(event.getX(), event.getY(), window, range);
            event.consume();
        }
    }

    private void drag(MouseEvent event) {
        switch (drag) {
            case Drag.Window window -> view.windowLevelProperty().set(window.at(event.getX(), event.getY()));
            case Drag.Move move ->
                view.transformProperty().set(move.start.panned(event.getX() - move.startX, event.getY() - move.startY));
            case null -> {
                return;
            }
        }
        event.consume();
    }

    private void resetOnDoubleClick(MouseEvent event) {
        if (event.getButton() == MouseButton.PRIMARY && event.getClickCount() == 2) {
            view.reset();
            event.consume();
        }
    }

    private void scroll(ScrollEvent event) {
        SlicePlacement placement = canvas.placement();
        // With Shift, some systems turn the wheel's movement sideways.
        double delta = event.getDeltaY() != 0 ? event.getDeltaY() : event.getDeltaX();
        if (placement == null || delta == 0) {
            return;
        }
        if (event.isControlDown()) {
            double factor = Math.pow(ZOOM_PER_NOTCH, delta / NOTCH);
            view.transformProperty().set(placement.zoomedAt(factor, event.getX(), event.getY()));
        } else {
            // Touch pads send parts of a notch.
            turned += delta;
            int notches = (int) (turned / NOTCH);
            turned -= notches * NOTCH;
            if (notches != 0) {
                view.step(-notches);
            }
        }
        event.consume();
    }

    private void tell(MouseEvent event) {
        SlicePlacement placement = canvas.placement();
        SliceFile slice = view.getSlice();
        if (placement == null || slice == null) {
            return;
        }
        SlicePlacement.Point point = placement.toImage(event.getX(), event.getY());
        int column = (int) Math.floor(point.x());
        int row = (int) Math.floor(point.y());
        boolean inside = column >= 0
                && row >= 0
                && column < slice.info().width()
                && row < slice.info().height();
        canvas.showPointer(inside ? words(slice, column, row) : "");
    }

    private static String words(SliceFile slice, int column, int row) {
        String value = slice.colour() != null
                ? "brightness " + Math.round(slice.image().pixel(column, row))
                : "value " + number(slice.image().pixel(column, row));
        return "column " + (column + 1) + ", row " + (row + 1) + ": " + value;
    }

    private static String number(float value) {
        return value == Math.rint(value) ? String.valueOf((long) value) : String.format(Locale.ROOT, "%.4g", value);
    }
}
