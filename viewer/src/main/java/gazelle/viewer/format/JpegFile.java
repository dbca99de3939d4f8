package gazelle.viewer.format;

import gazelle.viewer.codec.CodecException;
import gazelle.viewer.codec.FrameSize;
import gazelle.viewer.codec.JpegDecoder;
import gazelle.viewer.codec.Samples;
import gazelle.viewer.format.StandardDecoder.Picture;
import gazelle.viewer.input.GrayImage;
import gazelle.viewer.slice.FileLimits;
import gazelle.viewer.slice.SliceFile;
import gazelle.viewer.slice.SliceFormat;
import gazelle.viewer.slice.SliceInfo;
import gazelle.viewer.slice.UnreadableImageException;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.util.ArrayList;
import java.util.List;

/**
 * Decodes JPEG files: grey ones with the project's decoder, colour and progressive ones with the JDK's.
 *
 * <p>Either sees only a stream whose size was checked first.
 */
public final class JpegFile {
    private static final int SCAN = 0xDA;
    private static final int PROGRESSIVE = 0xC2;
    private static final int INKS = 4;

    /** A progressive picture is decoded once for each scan; real ones have about ten. */
    private static final int MAX_SCANS = 64;

    private JpegFile() {}

    /**
     * The content of the frame header.
     *
     * @param marker the second byte of its marker
     */
    private record Frame(int marker, int bits, int width, int height, int components) {}

    /** Returns whether content begins as a JPEG file does. */
    public static boolean isJpeg(byte[] content) {
        return content.length >= 3
                && (content[0] & 0xFF) == 0xFF
                && (content[1] & 0xFF) == 0xD8
                && (content[2] & 0xFF) == 0xFF;
    }

    /**
     * Reads a file that {@link #isJpeg} accepted.
     *
     * @throws UnreadableImageException if it is damaged, cut off, larger than the limits or of an encoding that is not read
     */
    public static SliceFile read(byte[] content) throws UnreadableImageException {
        Frame frame = frame(content);
        FileLimits.requireSizeWithinLimits(frame.width, frame.height);
        if (frame.width == 0 || frame.height == 0) {
            throw UnreadableImageException.damaged("JPEG", "its header claims an impossible size");
        }
        List<String> notes = new ArrayList<>();
        Picture picture = ExifOrientation.ofJpeg(content).upright(stored(content, frame, notes), notes);
        SliceInfo info = SliceInfo.ofPicture(
                SliceFormat.JPEG,
                picture.brightness().width(),
                picture.brightness().height(),
                frame.bits,
                frame.marker != 0xC3,
                notes);
        return picture.slice(info);
    }

    private static Picture stored(byte[] content, Frame frame, List<String> notes) throws UnreadableImageException {
        if (frame.components == 1 && frame.marker != PROGRESSIVE) {
            return new Picture(grey(content, frame), null, false);
        }
        requireStandard(content, frame);
        if (frame.components == INKS) {
            Raster inks = StandardDecoder.components(content);
            requireSize(frame, inks.getWidth(), inks.getHeight());
            return InkDecoder.pictureOf(inks, InkDecoder.isBrightness(content), notes);
        }
        BufferedImage decoded = StandardDecoder.decode("jpeg", "JPEG", content);
        requireSize(frame, decoded.getWidth(), decoded.getHeight());
        return StandardDecoder.pictureOf(decoded, "JPEG", notes);
    }

    private static GrayImage grey(byte[] content, Frame frame) throws UnreadableImageException {
        try {
            Samples samples = JpegDecoder.decode(content, new FrameSize(frame.width, frame.height, 1));
            float[] pixels = new float[samples.values().length];
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = samples.values()[i];
            }
            return new GrayImage(frame.width, frame.height, pixels);
        } catch (CodecException e) {
            throw UnreadableImageException.of(e, "JPEG");
        }
    }

    private static void requireStandard(byte[] content, Frame frame) throws UnreadableImageException {
        int scans = 0;
        for (int i = 0; i + 1 < content.length; i++) {
            if (content[i] == -1 && (content[i + 1] & 0xFF) == SCAN && ++scans > MAX_SCANS) {
                throw UnreadableImageException.tooLarge("This picture is stored in more than " + MAX_SCANS + " passes");
            }
        }
        if (frame.bits != 8) {
            throw UnreadableImageException.unsupported(
                    "This JPEG picture has colours of " + frame.bits + " bits", "Export the slice as DICOM or as PNG.");
        }
    }

    private static void requireSize(Frame frame, int width, int height) throws UnreadableImageException {
        if (width != frame.width || height != frame.height) {
            throw UnreadableImageException.damaged("JPEG", "its size contradicts its header");
        }
    }

    private static int shortAt(byte[] content, int offset) {
        return (content[offset] & 0xFF) << 8 | (content[offset + 1] & 0xFF);
    }

    private static Frame frame(byte[] content) throws UnreadableImageException {
        int position = 2;
        while (true) {
            if (content.length - position < 4) {
                throw UnreadableImageException.truncated("JPEG");
            }
            int marker = content[position + 1] & 0xFF;
            if (content[position] != -1) {
                throw UnreadableImageException.damaged("JPEG", "its header cannot be followed");
            }
            if (marker == 0xFF) {
                position++;
                continue;
            }
            int length = shortAt(content, position + 2);
            if (length > content.length - position - 2) {
                throw UnreadableImageException.truncated("JPEG");
            }
            boolean tables = marker == 0xC4 || marker == 0xC8 || marker == 0xCC;
            if (marker >= 0xC0 && marker <= 0xCF && !tables) {
                if (length < 8) {
                    throw UnreadableImageException.damaged("JPEG", "its header has the wrong length");
                }
                return new Frame(
                        marker,
                        Math.max(1, content[position + 4] & 0xFF),
                        shortAt(content, position + 7),
                        shortAt(content, position + 5),
                        content[position + 9] & 0xFF);
            }
            if (marker == SCAN || length < 2) {
                throw UnreadableImageException.damaged("JPEG", "it begins without a header");
            }
            position += 2 + length;
        }
    }
}
