package gazelle.viewer.io;

import gazelle.viewer.input.ColourImage;
import gazelle.viewer.input.GrayImage;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;

/** The JDK's picture decoders, kept in memory and away from colour profiles. */
final class StandardDecoder {
    private StandardDecoder() {}

    /**
     * Decodes a picture whose size was checked.
     *
     * @param codec the decoder's name
     * @param format the format's name for people
     */
    static BufferedImage decode(String codec, String format, byte[] content) throws UnreadableImageException {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(codec);
        if (!readers.hasNext()) {
            throw UnreadableImageException.unsupported(
                    "This is a " + format + " picture",
                    "Install Gazelle again: its " + format + " decoder is missing.");
        }
        ImageReader reader = readers.next();
        // A memory stream, because ImageIO's default spills what it reads into the temporary folder.
        try (MemoryCacheImageInputStream stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(content))) {
            reader.setInput(stream, true, true);
            return reader.read(0);
        } catch (IOException | RuntimeException e) {
            // The decoder reports some damage by index and argument errors; the file is hostile, not the program.
            throw UnreadableImageException.damaged(format, "its picture cannot be decoded");
        } finally {
            reader.dispose();
        }
    }

    /**
     * A decoded picture.
     *
     * @param brightness stored samples of a grey picture, 0 to 255 of a colour picture
     * @param colour its colours, if it has any
     */
    record Picture(GrayImage brightness, @Nullable ColourImage colour) {}

    /**
     * What a decoded picture shows; works on raster samples, since BufferedImage.getRGB would bend grey values through a colour
     * profile.
     *
     * @param tint by how much red, green and blue of a grey picture may differ, of 255
     * @param notes receives sentences for people
     */
    static Picture pictureOf(BufferedImage decoded, String format, int tint, List<String> notes)
            throws UnreadableImageException {
        int width = decoded.getWidth();
        int height = decoded.getHeight();
        float[] brightness = new float[width * height];
        int[] argb = new int[brightness.length];
        Raster raster = decoded.getRaster();
        double differs = 0;
        boolean transparent = false;
        IndexColorModel palette = decoded.getColorModel() instanceof IndexColorModel model ? model : null;
        double full = palette == null ? (1 << raster.getSampleModel().getSampleSize(0)) - 1.0 : 255;
        int[] sample = new int[4];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                if (palette == null) {
                    readSample(raster, x, y, (int) full, sample);
                } else {
                    lookUpSample(palette, raster.getSample(x, y, 0), format, sample);
                }
                boolean grey = sample[0] == sample[1] && sample[1] == sample[2];
                double opacity = sample[3] / full;
                transparent |= opacity < 1;
                int pixel = y * width + x;
                brightness[pixel] =
                        (float) (opacity * (grey ? sample[0] : Colour.brightness(sample[0], sample[1], sample[2])));
                double toByte = opacity * 255 / full;
                int red = (int) Math.round(toByte * sample[0]);
                int green = (int) Math.round(toByte * sample[1]);
                int blue = (int) Math.round(toByte * sample[2]);
                argb[pixel] = Colour.argb(red, green, blue);
                if (!grey) {
                    int least = Math.min(sample[0], Math.min(sample[1], sample[2]));
                    int most = Math.max(sample[0], Math.max(sample[1], sample[2]));
                    differs = Math.max(differs, (most - least) * toByte);
                }
            }
        }
        if (transparent) {
            notes.add("This picture has transparent parts; they were laid over black.");
        }
        if (differs > tint) {
            notes.add(Colour.NOTE);
            return new Picture(Colour.brightness(width, height, argb), new ColourImage(width, height, argb));
        }
        if (differs > 0) {
            notes.add("This picture has a slight tint; it was turned to grey by brightness.");
        }
        return new Picture(new GrayImage(width, height, brightness), null);
    }

    /** Red, green, blue and opacity of a pixel. */
    private static void readSample(Raster raster, int x, int y, int full, int[] sample) {
        int bands = raster.getNumBands();
        boolean colour = bands >= 3;
        sample[0] = raster.getSample(x, y, 0);
        sample[1] = colour ? raster.getSample(x, y, 1) : sample[0];
        sample[2] = colour ? raster.getSample(x, y, 2) : sample[0];
        sample[3] = bands == 2 || bands == 4 ? raster.getSample(x, y, bands - 1) : full;
    }

    private static void lookUpSample(IndexColorModel palette, int index, String format, int[] sample)
            throws UnreadableImageException {
        if (index >= palette.getMapSize()) {
            throw UnreadableImageException.damaged(format, "a pixel has a colour that is not in its palette");
        }
        sample[0] = palette.getRed(index);
        sample[1] = palette.getGreen(index);
        sample[2] = palette.getBlue(index);
        sample[3] = palette.getAlpha(index);
    }
}
