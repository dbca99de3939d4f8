package gazelle.viewer.format;

import gazelle.viewer.input.ColourImage;
import gazelle.viewer.input.GrayImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * The orientation of a picture as Exif gives it (CIPA DC-008, tag 0112): how its stored pixels are to be turned so that it is upright.
 *
 * <pre>
 *   "II" or "MM", 42(2), offset of the first directory(4) | entries(2), each: tag(2) type(2) count(4) value(4)
 * </pre>
 *
 * <p>Anything that does not make sense leaves the picture as it is stored.
 *
 * @param number 1, upright, to 8
 */
record ExifOrientation(int number) {
    /** The stored picture is upright. */
    static final ExifOrientation UPRIGHT = new ExifOrientation(1);

    private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);
    private static final int TIFF_HEADER_BYTES = 8;
    private static final int ENTRY_BYTES = 12;
    private static final int ORIENTATION = 0x0112;
    private static final int SHORT = 3;
    private static final int LONG = 4;
    private static final int APP1 = 0xE1;

    ExifOrientation {
        if (number < 1 || number > 8) {
            throw new IllegalArgumentException("number: " + number + " (expected: 1 to 8)");
        }
    }

    /** Returns the orientation that a JPEG file's first Exif segment gives. */
    static ExifOrientation ofJpeg(byte[] content) {
        byte[] tiff = JpegSegments.find(content, APP1, EXIF);
        return ofTiff(tiff, 0, tiff.length);
    }

    /** Returns the orientation in a directory of Exif, with its name before it or without. */
    static ExifOrientation ofDirectory(byte[] exif) {
        int skipped = isExif(exif, 0, exif.length) ? EXIF.length : 0;
        return ofTiff(exif, skipped, exif.length - skipped);
    }

    private static boolean isExif(byte[] content, int offset, int length) {
        return length >= EXIF.length && Arrays.equals(content, offset, offset + EXIF.length, EXIF, 0, EXIF.length);
    }

    private static ExifOrientation ofTiff(byte[] content, int offset, int length) {
        if (length < TIFF_HEADER_BYTES) {
            return UPRIGHT;
        }
        ByteBuffer tiff = ByteBuffer.wrap(content, offset, length).slice();
        int mark = tiff.getShort(0);
        if (mark != 0x4949 && mark != 0x4D4D) {
            return UPRIGHT;
        }
        tiff.order(mark == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        long directory = Integer.toUnsignedLong(tiff.getInt(4));
        if (tiff.getShort(2) != 42 || directory > length - 2) {
            return UPRIGHT;
        }
        int entries = Short.toUnsignedInt(tiff.getShort((int) directory));
        for (int i = 0; i < entries; i++) {
            long entry = directory + 2 + (long) i * ENTRY_BYTES;
            if (entry > length - ENTRY_BYTES) {
                return UPRIGHT;
            }
            int at = (int) entry;
            if (Short.toUnsignedInt(tiff.getShort(at)) == ORIENTATION) {
                int type = tiff.getShort(at + 2);
                int value = type == SHORT ? tiff.getShort(at + 8) : type == LONG ? tiff.getInt(at + 8) : 1;
                return tiff.getInt(at + 4) == 1 && value >= 1 && value <= 8 ? new ExifOrientation(value) : UPRIGHT;
            }
        }
        return UPRIGHT;
    }

    /**
     * Turns a stored picture upright.
     *
     * @param notes receives a sentence for people if it was turned
     */
    StandardDecoder.Picture upright(StandardDecoder.Picture stored, List<String> notes) {
        if (number == 1) {
            return stored;
        }
        notes.add("The file says that its picture is stored turned or mirrored (Exif orientation " + number
                + "); it was turned upright.");
        int width = stored.brightness().width();
        int height = stored.brightness().height();
        int uprightWidth = number > 4 ? height : width;
        int uprightHeight = number > 4 ? width : height;
        float[] from = stored.brightness().pixels();
        float[] brightness = new float[from.length];
        for (int i = 0; i < brightness.length; i++) {
            brightness[i] = from[source(i % uprightWidth, i / uprightWidth, width, height)];
        }
        ColourImage colours = stored.channels();
        if (colours != null) {
            int[] all = colours.argb();
            int[] argb = new int[all.length];
            for (int i = 0; i < argb.length; i++) {
                argb[i] = all[source(i % uprightWidth, i / uprightWidth, width, height)];
            }
            colours = new ColourImage(uprightWidth, uprightHeight, argb);
        }
        return new StandardDecoder.Picture(
                new GrayImage(uprightWidth, uprightHeight, brightness), colours, stored.coloured());
    }

    /** Returns the place in the stored picture of a pixel of the upright one. */
    private int source(int x, int y, int width, int height) {
        int right = width - 1;
        int bottom = height - 1;
        return switch (number) {
            case 2 -> y * width + right - x;
            case 3 -> (bottom - y) * width + right - x;
            case 4 -> (bottom - y) * width + x;
            case 5 -> x * width + y;
            case 6 -> (bottom - x) * width + y;
            case 7 -> (bottom - x) * width + right - y;
            case 8 -> x * width + right - y;
            default -> y * width + x;
        };
    }
}
