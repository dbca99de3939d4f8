package gazelle.viewer.fx;

import gazelle.viewer.display.OrientationLetters;
import gazelle.viewer.display.ScaleBar;
import gazelle.viewer.display.SlicePlacement;
import gazelle.viewer.display.SliceRenderer;
import gazelle.viewer.display.ViewTransform;
import gazelle.viewer.display.WindowLevel;
import gazelle.viewer.slice.SliceFile;
import gazelle.viewer.slice.SliceInfo;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.AccessibleRole;
import javafx.scene.image.ImageView;
import javafx.scene.image.PixelBuffer;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.Background;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.shape.Rectangle;
import javafx.scene.transform.Affine;
import org.jspecify.annotations.Nullable;

/**
 * Draws a slice at its place with the marks over it. The picture is enlarged by the graphics pipeline straight to the
 * screen's own pixels, and marks are text: both stay crisp at any output scale.
 */
final class SliceCanvas extends Region {
    private static final double INSET = 6;
    private static final double SCALE_SHARE = 0.3;
    private static final double LETTER_SIZE = 15;
    private static final double WORD_SIZE = 12;

    /** The smallest view with marks, in view units: on a smaller one they would hide the picture. */
    private static final double SMALLEST_MARKED = 160;

    private final ImageView view = new ImageView();
    private final Affine affine = new Affine();
    private final Rectangle clip = new Rectangle();
    private final Mark top = new Mark("letter-top", LETTER_SIZE);
    private final Mark right = new Mark("letter-right", LETTER_SIZE);
    private final Mark bottom = new Mark("letter-bottom", LETTER_SIZE);
    private final Mark left = new Mark("letter-left", LETTER_SIZE);
    private final Mark display = new Mark("display-mark", WORD_SIZE);
    private final Mark lossy = new Mark("lossy-mark", WORD_SIZE);
    private final Mark pointer = new Mark("pointer", WORD_SIZE);
    private final ScaleLine scale = new ScaleLine();
    private final List<Region> marks = List.of(top, right, bottom, left, display, lossy, pointer, scale);
    private boolean marked = true;
    private @Nullable SliceFile slice;
    private @Nullable SliceRenderer renderer;
    private @Nullable PixelBuffer<IntBuffer> buffer;
    private ViewTransform transform = ViewTransform.RESET;

    SliceCanvas() {
        view.setManaged(false);
        view.setSmooth(true);
        view.setMouseTransparent(true);
        view.getTransforms().add(affine);
        getChildren().add(view);
        getChildren().addAll(marks);
        marks.forEach(mark -> mark.setManaged(false));
        setBackground(Background.fill(Color.BLACK));
        setClip(clip);
        setMinSize(0, 0);
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
    }

    /** Sets whether letters, scale bar and words stand over the picture. */
    void setMarked(boolean wanted) {
        marked = wanted;
    }

    /** Prepares a slice; {@link #render} draws it. */
    void load(@Nullable SliceFile file) {
        slice = file;
        pointer.show("");
        if (file == null) {
            renderer = null;
            buffer = null;
            view.setImage(null);
            marks.forEach(mark -> mark.setVisible(false));
            return;
        }
        SliceRenderer prepared = SliceRenderer.of(file.image(), file.colour());
        renderer = prepared;
        int pixels = prepared.width() * prepared.height();
        if (buffer == null || buffer.getWidth() != prepared.width() || buffer.getHeight() != prepared.height()) {
            PixelBuffer<IntBuffer> made = new PixelBuffer<>(
                    prepared.width(),
                    prepared.height(),
                    IntBuffer.wrap(new int[pixels]),
                    PixelFormat.getIntArgbPreInstance());
            buffer = made;
            view.setImage(new WritableImage(made));
        }
    }

    /** Draws what was loaded through a window, at a place. */
    void render(WindowLevel window, ViewTransform wanted) {
        transform = wanted;
        SliceRenderer prepared = renderer;
        PixelBuffer<IntBuffer> target = buffer;
        if (prepared != null && target != null) {
            prepared.renderInto(target.getBuffer().array(), window, wanted.inverted());
            target.updateBuffer(_ -> null);
        }
        requestLayout();
    }

    /** Draws what was rendered at another place. */
    void place(ViewTransform wanted) {
        transform = wanted;
        requestLayout();
    }

    /** Shows words about the place under the pointer, or none. */
    void showPointer(String words) {
        pointer.show(marked ? words : "");
        requestLayout();
    }

    /** Returns the place of the slice; null without a slice or a size. */
    @Nullable
    SlicePlacement placement() {
        return slice == null || getWidth() <= 0 || getHeight() <= 0 ? null : placement(slice, transform);
    }

    private SlicePlacement placement(SliceFile file, ViewTransform wanted) {
        SliceInfo info = file.info();
        double aspect = info.spacing().map(spacing -> spacing.aspect()).orElse(1.0);
        return new SlicePlacement(wanted, info.width(), info.height(), aspect, getWidth(), getHeight());
    }

    @Override
    protected void layoutChildren() {
        clip.setWidth(getWidth());
        clip.setHeight(getHeight());
        SlicePlacement placement = placement();
        if (placement == null || slice == null) {
            return;
        }
        SlicePlacement.Point origin = placement.toView(0, 0);
        SlicePlacement.Point column = placement.toView(1, 0);
        SlicePlacement.Point row = placement.toView(0, 1);
        affine.setToTransform(
                column.x() - origin.x(),
                row.x() - origin.x(),
                origin.x(),
                column.y() - origin.y(),
                row.y() - origin.y(),
                origin.y());
        showMarks(slice.info(), placement);
        layoutMarks();
    }

    private void showMarks(SliceInfo info, SlicePlacement placement) {
        boolean roomy = marked && Math.min(getWidth(), getHeight()) >= SMALLEST_MARKED;
        OrientationLetters letters = roomy && info.geometry() != null
                ? OrientationLetters.of(info.geometry(), transform)
                : new OrientationLetters("", "", "", "");
        top.show(letters.top());
        right.show(letters.right());
        bottom.show(letters.bottom());
        left.show(letters.left());
        lossy.show(roomy ? info.lossyMark().orElse("") : "");
        display.show(roomy ? displayWords() : "");
        scale.show(
                roomy
                        ? info.spacing()
                                .map(spacing ->
                                        ScaleBar.fitting(spacing.rowMm() / placement.scale(), getWidth() * SCALE_SHARE))
                                .orElse(null)
                        : null);
    }

    /** Returns the changes of the picture that letters may not tell. */
    private String displayWords() {
        List<String> words = new ArrayList<>();
        if (transform.mirrored()) {
            words.add("Mirrored");
        }
        if (transform.inverted()) {
            words.add("Inverted");
        }
        return String.join(" \u00b7 ", words);
    }

    private void layoutMarks() {
        marks.forEach(Region::autosize);
        double width = getWidth();
        double height = getHeight();
        top.relocate(snapPositionX((width - top.getWidth()) / 2), INSET);
        bottom.relocate(snapPositionX((width - bottom.getWidth()) / 2), height - bottom.getHeight() - INSET);
        left.relocate(INSET, snapPositionY((height - left.getHeight()) / 2));
        right.relocate(width - right.getWidth() - INSET, snapPositionY((height - right.getHeight()) / 2));
        display.relocate(INSET, INSET);
        lossy.relocate(width - lossy.getWidth() - INSET, INSET);
        scale.relocate(INSET + 2, height - scale.getHeight() - INSET);
        pointer.relocate(width - pointer.getWidth() - INSET, height - pointer.getHeight() - INSET);
    }
}
