package gazelle.viewer.io;

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
     * The brightness of a picture; works on raster samples, since BufferedImage.getRGB would bend grey values through a
     * colour profile.
     *
     * @param notes receives sentences for people
     */
    static GrayImage grayOf(BufferedImage decoded, String format, List<String> notes) throws UnreadableImageException {
        int width = decoded.getWidth();
        int height = decoded.getHeight();
        float[] pixels = new float[width * height];
        Raster raster = decoded.getRaster();
        boolean coloured = false;
        boolean transparent = false;
        IndexColorModel palette = decoded.getColorModel() instanceof IndexColorModel model ? model : null;
        int bands = raster.getNumBands();
        double full = palette == null ? (1 << raster.getSampleModel().getSampleSize(0)) - 1.0 : 255;
        int[] sample = new int[4];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                if (palette != null) {
                    int index = raster.getSample(x, y, 0);
                    if (index >= palette.getMapSize()) {
                        throw UnreadableImageException.damaged(
                                format, "a pixel has a colour that is not in its palette");
                    }
                    sample[0] = palette.getRed(index);
                    sample[1] = palette.getGreen(index);
                    sample[2] = palette.getBlue(index);
                    sample[3] = palette.getAlpha(index);
                } else {
                    boolean colour = bands >= 3;
                    sample[0] = raster.getSample(x, y, 0);
                    sample[1] = colour ? raster.getSample(x, y, 1) : sample[0];
                    sample[2] = colour ? raster.getSample(x, y, 2) : sample[0];
                    sample[3] = bands == 2 || bands == 4 ? raster.getSample(x, y, bands - 1) : (int) full;
                }
                double gray = sample[0];
                if (sample[0] != sample[1] || sample[1] != sample[2]) {
                    coloured = true;
                    gray = Colour.brightness(sample[0], sample[1], sample[2]);
                }
                if (sample[3] != full) {
                    transparent = true;
                    gray *= sample[3] / full;
                }
                pixels[y * width + x] = (float) gray;
            }
        }
        if (coloured) {
            notes.add("This picture has colours; it was turned to grey by brightness.");
        }
        if (transparent) {
            notes.add("This picture has transparent parts; they were laid over black.");
        }
        return new GrayImage(width, height, pixels);
    }
}
