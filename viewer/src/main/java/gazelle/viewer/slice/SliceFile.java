package gazelle.viewer.slice;

import gazelle.viewer.display.DisplayPreset;
import gazelle.viewer.display.WindowLevel;
import gazelle.viewer.input.ColourImage;
import gazelle.viewer.input.GrayImage;
import gazelle.viewer.input.InputRecipe;
import gazelle.viewer.input.MarkedBox;
import gazelle.viewer.input.ModelInput;
import gazelle.viewer.input.PixelRecipe;
import gazelle.viewer.input.SliceRecipe;
import gazelle.viewer.input.UnsuitableImageException;
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
 * @param channels red, green and blue if they differ anywhere: those of a colour picture, or the tint that lossy
 *     compression leaves of grey
 * @param mark the finding, if a person marked one
 */
public record SliceFile(
        GrayImage image,
        SliceInfo info,
        @Nullable ColourImage colour,
        @Nullable ColourImage channels,
        @Nullable MarkedBox mark) {
    private static final int PIXEL_BITS = 8;

    public SliceFile {
        Objects.requireNonNull(image, "image");
        Objects.requireNonNull(info, "info");
        if (image.width() != info.width() || image.height() != info.height()) {
            throw new IllegalArgumentException("info: " + info.width() + "x" + info.height() + " (expected: "
                    + image.width() + "x" + image.height() + ")");
        }
    }

    /** A picture without a mark. */
    public SliceFile(GrayImage image, SliceInfo info, @Nullable ColourImage colour, @Nullable ColourImage channels) {
        this(image, info, colour, channels, null);
    }

    /** A grey slice. */
    public SliceFile(GrayImage image, SliceInfo info) {
        this(image, info, null);
    }

    /** A colour picture, or a grey slice. */
    public SliceFile(GrayImage image, SliceInfo info, @Nullable ColourImage colour) {
        this(image, info, colour, colour);
    }

    /**
     * Returns a model's view of this slice.
     *
     * @param recipe from the model's card
     * @throws UnsuitableImageException if the model cannot be asked about it
     */
    public ModelInput inputFor(InputRecipe recipe) throws UnsuitableImageException {
        return switch (recipe) {
            case SliceRecipe slices -> {
                if (colour != null) {
                    throw new UnsuitableImageException(
                            "This is a colour picture, not a grey MRI slice. It can be shown, "
                                    + "but it cannot be classified. Choose another slice of the series.");
                }
                yield slices.apply(image, mark);
            }
            case PixelRecipe pixels -> {
                if (colour != null && pixels.channels() == 1) {
                    throw new UnsuitableImageException("This is a colour picture; the model takes grey pictures.");
                }
                if (info.bits() > PIXEL_BITS) {
                    throw new UnsuitableImageException("This picture has " + info.bits()
                            + " bits a value; the model takes pictures of " + PIXEL_BITS + ".");
                }
                yield pixels.apply(image, channels);
            }
        };
    }

    /** Returns the same slice with one more sentence for people. */
    public SliceFile withNote(String note) {
        return new SliceFile(image, info.withNote(note), colour, channels, mark);
    }

    /** Returns the same slice with a finding marked. */
    public SliceFile marked(MarkedBox finding) {
        return new SliceFile(image, info, colour, channels, finding);
    }

    /** Returns the windows that people can choose, the one to show first in front. */
    public List<DisplayPreset> presets() {
        List<String> explanations = info.value(SliceTag.Key.WINDOW_EXPLANATION)
                .map(text -> List.of(text.split("\\\\", -1)))
                .orElse(List.of());
        return DisplayPreset.of(image, info.windows(), explanations);
    }

    /** Returns the window to show first: the file's own, else the 0.1 to 99.9 percentile of the picture. */
    public WindowLevel initialWindow() {
        return info.windows().isEmpty()
                ? WindowLevel.ofPercentiles(image)
                : info.windows().getFirst();
    }
}
