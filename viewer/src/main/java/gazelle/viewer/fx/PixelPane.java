package gazelle.viewer.fx;

import gazelle.viewer.display.SliceRenderer;
import gazelle.viewer.display.WindowLevel;
import gazelle.viewer.input.GrayImage;
import javafx.geometry.HPos;
import javafx.geometry.VPos;
import javafx.scene.AccessibleRole;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.Background;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;

/** Shows one picture as large as fits, with its aspect ratio kept, centred on black. */
final class PixelPane extends Region {
    private final ImageView view = new ImageView();

    /**
     * Makes an empty pane.
     *
     * @param smooth true to interpolate between pixels, false to show each pixel as a block
     */
    PixelPane(boolean smooth) {
        view.setPreserveRatio(true);
        view.setSmooth(smooth);
        view.setMouseTransparent(true);
        getChildren().add(view);
        setBackground(Background.fill(Color.BLACK));
        setMinSize(0, 0);
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
    }

    void show(GrayImage image, WindowLevel window) {
        int width = image.width();
        int height = image.height();
        WritableImage target = view.getImage() instanceof WritableImage shown && hasSize(shown, width, height)
                ? shown
                : new WritableImage(width, height);
        int[] argb = SliceRenderer.argb(image, window);
        target.getPixelWriter().setPixels(0, 0, width, height, PixelFormat.getIntArgbInstance(), argb, 0, width);
        view.setImage(target);
        requestLayout();
    }

    void clear() {
        view.setImage(null);
    }

    @Override
    protected void layoutChildren() {
        double left = snappedLeftInset();
        double top = snappedTopInset();
        double width = Math.max(1, getWidth() - left - snappedRightInset());
        double height = Math.max(1, getHeight() - top - snappedBottomInset());
        view.setFitWidth(width);
        view.setFitHeight(height);
        layoutInArea(view, left, top, width, height, 0, HPos.CENTER, VPos.CENTER);
    }

    private static boolean hasSize(Image image, int width, int height) {
        return image.getWidth() == width && image.getHeight() == height;
    }
}
