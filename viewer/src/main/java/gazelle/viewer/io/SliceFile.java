package gazelle.viewer.io;

import gazelle.viewer.display.DisplayPreset;
import gazelle.viewer.display.WindowLevel;
import gazelle.viewer.input.ColourImage;
import gazelle.viewer.input.GrayImage;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A slice as read from a file.
 *
 * @param image the picture; the brightness of a colour picture
 * @param info what the file says about it
 * @param colour the picture as it is to be shown if it has colours, as a scanner's report or a fused map does: no model for
 *     slices is to classify such a picture
 */
public record SliceFile(
        GrayImage image, SliceInfo info, @Nullable ColourImage colour) {
    public SliceFile {
        Objects.requireNonNull(image, "image");
        Objects.requireNonNull(info, "info");
        if (image.width() != info.width() || image.height() != info.height()) {
            throw new IllegalArgumentException("info: " + info.width() + "x" + info.height() + " (expected: "
                    + image.width() + "x" + image.height() + ")");
        }
    }

    /** A grey slice. */
    public SliceFile(GrayImage image, SliceInfo info) {
        this(image, info, null);
    }

    /** The same slice with one more sentence for people. */
    SliceFile withNote(String note) {
        return new SliceFile(image, info.withNote(note), colour);
    }

    /** The windows that people can choose, the one to show first in front. */
    public List<DisplayPreset> presets() {
        List<String> explanations = info.value(SliceTag.Key.WINDOW_EXPLANATION)
                .map(text -> List.of(text.split("\\\\", -1)))
                .orElse(List.of());
        return DisplayPreset.of(image, info.windows(), explanations);
    }

    /** The window to show first: the file's own, else the 0.1 to 99.9 percentile of the picture. */
    public WindowLevel initialWindow() {
        return info.windows().isEmpty()
                ? WindowLevel.ofPercentiles(image)
                : info.windows().getFirst();
    }
}
