package gazelle.viewer.fx;

import gazelle.viewer.display.SliceRenderer;
import gazelle.viewer.display.WindowLevel;
import gazelle.viewer.input.GrayImage;
import javafx.geometry.HPos;
import javafx.geometry.VPos;
import javafx.scene.AccessibleRole;
import javafx.scene.image.ImageView;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.Background;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;

/** Shows each value of a small picture as a block whose side is a whole number of screen units, centred on black. */
final class PixelPane extends Region {
    private final ImageView view = new ImageView();
    private int[] argb = {};
    private int width;
    private int height;
    private int shownScale;

    PixelPane() {
        view.setPreserveRatio(true);
        view.setMouseTransparent(true);
        getChildren().add(view);
        setBackground(Background.fill(Color.BLACK));
        setMinSize(0, 0);
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
    }

    void show(GrayImage image, WindowLevel window) {
        width = image.width();
        height = image.height();
        argb = new int[width * height];
        SliceRenderer.of(image, null).renderInto(argb, window, false);
        fill(Math.max(1, shownScale));
        requestLayout();
    }

    void clear() {
        argb = new int[0];
        shownScale = 0;
        view.setImage(null);
    }

    @Override
    protected void layoutChildren() {
        double left = snappedLeftInset();
        double top = snappedTopInset();
        double fitWidth = Math.max(1, getWidth() - left - snappedRightInset());
        double fitHeight = Math.max(1, getHeight() - top - snappedBottomInset());
        if (argb.length > 0) {
            int scale = (int) Math.max(1, Math.min(fitWidth / width, fitHeight / height));
            if (scale != shownScale) {
                fill(scale);
            }
            // A pane smaller than the picture still shrinks it; a larger one shows the blocks at their own size.
            view.setFitWidth(Math.min(fitWidth, (double) width * scale));
            view.setFitHeight(Math.min(fitHeight, (double) height * scale));
        }
        layoutInArea(view, left, top, fitWidth, fitHeight, 0, HPos.CENTER, VPos.CENTER);
    }

    /** Blocks are drawn here because ImageView's smooth flag is a hint: the software pipeline interpolates anyway. */
    private void fill(int scale) {
        int fullWidth = width * scale;
        int fullHeight = height * scale;
        WritableImage target = new WritableImage(fullWidth, fullHeight);
        int[] pixels = scale == 1 ? argb : enlarged(scale);
        target.getPixelWriter()
                .setPixels(0, 0, fullWidth, fullHeight, PixelFormat.getIntArgbInstance(), pixels, 0, fullWidth);
        view.setImage(target);
        shownScale = scale;
    }

    private int[] enlarged(int scale) {
        int fullWidth = width * scale;
        int[] pixels = new int[fullWidth * height * scale];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = argb[i / fullWidth / scale * width + i % fullWidth / scale];
        }
        return pixels;
    }
}
