package gazelle.viewer.io;

import gazelle.viewer.input.GrayImage;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes PNG to stored samples: 0 to 255 for up to 8 bits, 0 to 65535 for 16.
 *
 * <p>Colour whose three channels agree is grey already; other colour is weighted as luma of Rec. ITU-R BT.601.
 * Transparency is laid over black.
 */
final class PngReader {
    private static final double RED_WEIGHT = 0.299;
    private static final double GREEN_WEIGHT = 0.587;
    private static final double BLUE_WEIGHT = 0.114;

    private PngReader() {}

    static SliceFile read(byte[] content) throws UnreadableImageException {
        PngChunks chunks = PngChunks.parse(content);
        BufferedImage decoded = decode(chunks);
        if (decoded.getWidth() != chunks.width() || decoded.getHeight() != chunks.height()) {
            throw UnreadableImageException.damaged("PNG", "its size contradicts its header");
        }
        List<String> notes = new ArrayList<>();
        GrayImage image = toGray(decoded, notes);
        SliceInfo info = new SliceInfo(
                SliceFormat.PNG,
                chunks.bitDepth() + " bits per sample",
                image.width(),
                image.height(),
                chunks.bitDepth(),
                1,
                List.of(),
                Identifiers.none(),
                List.of(),
                notes);
        return new SliceFile(image, info);
    }

    private static BufferedImage decode(PngChunks chunks) throws UnreadableImageException {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName("png");
        if (!readers.hasNext()) {
            throw UnreadableImageException.unsupported(
                    "This is a PNG picture", "Install Gazelle again: its PNG decoder is missing.");
        }
        ImageReader reader = readers.next();
        // A memory stream, because ImageIO's default spills what it reads into the temporary folder.
        try (MemoryCacheImageInputStream stream = new MemoryCacheImageInputStream(chunks.openEssential())) {
            reader.setInput(stream, true, true);
            return reader.read(0);
        } catch (IOException | RuntimeException e) {
            // The decoder reports some damage by index and argument errors; the file is hostile, not the program.
            throw UnreadableImageException.damaged("PNG", "its picture cannot be decoded");
        } finally {
            reader.dispose();
        }
    }

    /** Works on raster samples: BufferedImage.getRGB would bend grey values through a colour profile. */
    private static GrayImage toGray(BufferedImage decoded, List<String> notes) throws UnreadableImageException {
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
                                "PNG", "a pixel has a colour that is not in its palette");
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
                    gray = RED_WEIGHT * sample[0] + GREEN_WEIGHT * sample[1] + BLUE_WEIGHT * sample[2];
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
