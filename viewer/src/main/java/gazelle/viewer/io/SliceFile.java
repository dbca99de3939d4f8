package gazelle.viewer.io;

import gazelle.viewer.display.WindowLevel;
import gazelle.viewer.input.GrayImage;
import java.util.Objects;

/**
 * A slice as read from a file.
 *
 * @param image the picture
 * @param info what the file says about it
 */
public record SliceFile(GrayImage image, SliceInfo info) {
    public SliceFile {
        Objects.requireNonNull(image, "image");
        Objects.requireNonNull(info, "info");
        if (image.width() != info.width() || image.height() != info.height()) {
            throw new IllegalArgumentException("info: " + info.width() + "x" + info.height() + " (expected: "
                    + image.width() + "x" + image.height() + ")");
        }
    }

    /** The window to show first: the file's own, else the 0.1 to 99.9 percentile of the picture. */
    public WindowLevel initialWindow() {
        return info.windows().isEmpty()
                ? WindowLevel.ofPercentiles(image)
                : info.windows().getFirst();
    }
}
