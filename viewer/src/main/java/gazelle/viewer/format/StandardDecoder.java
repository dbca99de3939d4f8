package gazelle.viewer.format;

import gazelle.viewer.input.ColourImage;
import gazelle.viewer.input.GrayImage;
import gazelle.viewer.slice.Colour;
import gazelle.viewer.slice.ColourShare;
import gazelle.viewer.slice.SliceFile;
import gazelle.viewer.slice.SliceInfo;
import gazelle.viewer.slice.UnreadableImageException;
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
        return read(readers.next(), format, content, reader -> reader.read(0));
    }

    /** Decodes a JPEG picture of a checked size to its stored components, of which a colour model would hide the fourth. */
    static Raster components(byte[] content) throws UnreadableImageException {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName("jpeg");
        while (readers.hasNext()) {
            ImageReader reader = readers.next();
            if (reader.canReadRaster()) {
                return read(reader, "JPEG", content, chosen -> chosen.readRaster(0, null));
            }
            reader.dispose();
        }
        throw UnreadableImageException.unsupported(
                "This is a JPEG picture of four colours", "Install Gazelle again: its decoder for them is missing.");
    }

    /** One way to ask a decoder. */
    private interface Reading<T> {
        T of(ImageReader reader) throws IOException;
    }

    private static <T> T read(ImageReader reader, String format, byte[] content, Reading<T> reading)
            throws UnreadableImageException {
        // A memory stream, because ImageIO's default spills what it reads into the temporary folder.
        try (MemoryCacheImageInputStream stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(content))) {
            reader.setInput(stream, true, true);
            return reading.of(reader);
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
     * @param brightness stored samples, of colours their luma
     * @param channels red, green and blue, 8 bits each, if they differ anywhere
     * @param coloured whether it is a colour picture
     */
    record Picture(GrayImage brightness, @Nullable ColourImage channels, boolean coloured) {
        /** Returns the picture as a slice; of a tint only the brightness is shown. */
        SliceFile slice(SliceInfo info) {
            return new SliceFile(brightness, info, coloured ? channels : null, channels);
        }
    }

    /**
     * Returns the brightness and the colours of a decoded picture; works on raster samples, since BufferedImage.getRGB would bend grey
     * values through a colour profile.
     *
     * @param notes receives sentences for people
     */
    static Picture pictureOf(BufferedImage decoded, String format, List<String> notes) throws UnreadableImageException {
        int width = decoded.getWidth();
        int height = decoded.getHeight();
        Pixel pixel = new Pixel(decoded, format);
        float[] brightness = new float[width * height];
        boolean transparent = false;
        int[] argb = new int[brightness.length];
        for (int i = 0; i < brightness.length; i++) {
            pixel.read(i % width, i / width);
            brightness[i] = (float) pixel.brightness();
            transparent |= pixel.opacity() < 1;
            argb[i] = pixel.argb();
        }
        if (transparent) {
            notes.add("This picture has transparent parts; they were laid over black.");
        }
        GrayImage grey = new GrayImage(width, height, brightness);
        ColourShare share = ColourShare.of(argb);
        share.note().ifPresent(notes::add);
        return new Picture(
                grey, share == ColourShare.NONE ? null : new ColourImage(width, height, argb), share.isColoured());
    }

    /** A cursor over the pixels of a decoded picture. */
    private static final class Pixel {
        private final Raster raster;
        private final @Nullable IndexColorModel palette;
        private final String format;
        private final int full;
        private int red;
        private int green;
        private int blue;
        private int alpha;

        Pixel(BufferedImage decoded, String format) {
            this.raster = decoded.getRaster();
            this.palette = decoded.getColorModel() instanceof IndexColorModel model ? model : null;
            this.format = format;
            this.full = palette == null ? (1 << raster.getSampleModel().getSampleSize(0)) - 1 : 255;
        }

        void read(int x, int y) throws UnreadableImageException {
            int first = raster.getSample(x, y, 0);
            if (palette != null) {
                if (first >= palette.getMapSize()) {
                    throw UnreadableImageException.damaged(format, "a pixel has a colour that is not in its palette");
                }
                red = palette.getRed(first);
                green = palette.getGreen(first);
                blue = palette.getBlue(first);
                alpha = palette.getAlpha(first);
                return;
            }
            int bands = raster.getNumBands();
            red = first;
            green = bands >= 3 ? raster.getSample(x, y, 1) : first;
            blue = bands >= 3 ? raster.getSample(x, y, 2) : first;
            alpha = bands == 2 || bands == 4 ? raster.getSample(x, y, bands - 1) : full;
        }

        double opacity() {
            return (double) alpha / full;
        }

        /** Returns the brightness of the pixel, laid over black. */
        double brightness() {
            boolean grey = red == green && green == blue;
            return opacity() * (grey ? red : Colour.brightness(red, green, blue));
        }

        /** Returns the colours of the pixel, of 8 bits each, laid over black. */
        int argb() {
            double toByte = opacity() * 255 / full;
            return Colour.argb(
                    (int) Math.round(toByte * red), (int) Math.round(toByte * green), (int) Math.round(toByte * blue));
        }
    }
}
