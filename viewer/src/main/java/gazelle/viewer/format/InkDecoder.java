package gazelle.viewer.format;

import gazelle.viewer.input.ColourImage;
import gazelle.viewer.slice.Colour;
import gazelle.viewer.slice.ColourShare;
import gazelle.viewer.slice.UnreadableImageException;
import java.awt.image.Raster;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Turns JPEG pictures of four inks (CMYK, and YCCK of Adobe's segment) to colours, as Pillow and ImageMagick do: 255 is no ink, with
 * Adobe's segment and without, and what no ink covers is white.
 */
final class InkDecoder {
    private static final int INKS = 4;
    private static final int FULL = 255;
    private static final int APP14 = 0xEE;
    private static final byte[] ADOBE = "Adobe".getBytes(StandardCharsets.US_ASCII);

    /** Behind the name: version(2) flags(4) transform(1). */
    private static final int TRANSFORM = 6;

    private static final int YCCK = 2;

    private InkDecoder() {}

    /** Returns whether Adobe's segment says that the inks are stored as brightness and differences: its transform 2. */
    static boolean isBrightness(byte[] content) {
        byte[] adobe = JpegSegments.find(content, APP14, ADOBE);
        return adobe.length > TRANSFORM && adobe[TRANSFORM] == YCCK;
    }

    /**
     * Returns a picture of four components.
     *
     * @param brightness whether the first three are brightness and differences (YCCK)
     * @param notes receives sentences for people
     */
    static StandardDecoder.Picture pictureOf(Raster inks, boolean brightness, List<String> notes)
            throws UnreadableImageException {
        if (inks.getNumBands() != INKS) {
            throw UnreadableImageException.damaged("JPEG", "its colours contradict its header");
        }
        int width = inks.getWidth();
        int height = inks.getHeight();
        int[] argb = new int[width * height];
        int[] row = new int[INKS * width];
        for (int y = 0; y < height; y++) {
            inks.getPixels(inks.getMinX(), inks.getMinY() + y, width, 1, row);
            for (int x = 0; x < width; x++) {
                int first = INKS * x;
                int black = row[first + 3];
                int paper = brightness
                        ? ~Colour.argbOfDifferences(row[first], row[first + 1], row[first + 2])
                        : Colour.argb(row[first], row[first + 1], row[first + 2]);
                argb[y * width + x] = Colour.argb(
                        light(paper >> 16 & FULL, black), light(paper >> 8 & FULL, black), light(paper & FULL, black));
            }
        }
        notes.add("This picture is stored in the inks of a printer (CMYK); it was turned to brightness.");
        ColourShare share = ColourShare.of(argb);
        share.note().ifPresent(notes::add);
        return new StandardDecoder.Picture(
                Colour.brightness(width, height, argb),
                share == ColourShare.NONE ? null : new ColourImage(width, height, argb),
                share.isColoured());
    }

    /** Returns the light that passes an ink and black, rounded. */
    private static int light(int ink, int black) {
        return (ink * black + FULL / 2) / FULL;
    }
}
