package gazelle.viewer.format;

import gazelle.viewer.format.StandardDecoder.Picture;
import gazelle.viewer.slice.SliceFile;
import gazelle.viewer.slice.SliceFormat;
import gazelle.viewer.slice.SliceInfo;
import gazelle.viewer.slice.UnreadableImageException;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/**
 * Decodes PNG to stored samples: 0 to 255 for up to 8 bits, 0 to 65535 for 16.
 *
 * <p>Pictures with no more than a little colour are grey; others have their colours, of 8 bits. The brightness of colours is
 * the luma of Rec. ITU-R BT.601. Transparency is laid over black.
 */
public final class PngReader {
    private PngReader() {}

    /** Returns whether content begins as a PNG file does. */
    public static boolean isPng(byte[] content) {
        return PngChunks.isPng(content);
    }

    /**
     * Reads a file that {@link #isPng} accepted.
     *
     * @throws UnreadableImageException if it is damaged, cut off or larger than the limits
     */
    public static SliceFile read(byte[] content) throws UnreadableImageException {
        PngChunks chunks = PngChunks.parse(content);
        BufferedImage decoded = StandardDecoder.decode("png", "PNG", chunks.essential());
        if (decoded.getWidth() != chunks.width() || decoded.getHeight() != chunks.height()) {
            throw UnreadableImageException.damaged("PNG", "its size contradicts its header");
        }
        List<String> notes = new ArrayList<>();
        Picture picture = chunks.orientation().upright(StandardDecoder.pictureOf(decoded, "PNG", notes), notes);
        SliceInfo info = SliceInfo.ofPicture(
                SliceFormat.PNG,
                picture.brightness().width(),
                picture.brightness().height(),
                chunks.bitDepth(),
                false,
                notes);
        return picture.slice(info);
    }
}
