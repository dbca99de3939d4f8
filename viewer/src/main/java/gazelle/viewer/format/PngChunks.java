package gazelle.viewer.format;

import gazelle.viewer.slice.FileLimits;
import gazelle.viewer.slice.UnreadableImageException;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * A PNG taken apart into its chunks and checked before any decoder sees it.
 *
 * <pre>
 *   89 50 4E 47 0D 0A 1A 0A | length(4) type(4) data(length) crc(4) | ... | IEND
 *   IHDR data: width(4) height(4) bitDepth(1) colourType(1) compression(1) filter(1) interlace(1)
 * </pre>
 *
 * <p>Only the chunks that define pixels are kept: text, profiles and time stamps, which can hold names or unpack to
 * gigabytes, never reach the decoder.
 */
final class PngChunks {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private static final int IHDR = 0x49484452;
    private static final int PLTE = 0x504C5445;
    private static final int TRNS = 0x74524E53;
    private static final int IDAT = 0x49444154;
    private static final int IEND = 0x49454E44;
    private static final int EXIF = 0x65584966;
    private static final int IHDR_SIZE_BYTES = 13;
    private static final int FRAME_BYTES = 12;

    private final int width;
    private final int height;
    private final int bitDepth;
    private final byte[] essential;
    private final ExifOrientation orientation;

    private PngChunks(int width, int height, int bitDepth, byte[] essential, ExifOrientation orientation) {
        this.width = width;
        this.height = height;
        this.bitDepth = bitDepth;
        this.essential = essential;
        this.orientation = orientation;
    }

    /** Columns, within the limits. */
    int width() {
        return width;
    }

    /** Rows, within the limits. */
    int height() {
        return height;
    }

    /** Bits of a sample or palette index. */
    int bitDepth() {
        return bitDepth;
    }

    /** The same picture as a PNG of IHDR, PLTE, tRNS, IDAT and IEND only. */
    byte[] essential() {
        return essential;
    }

    /** The turn that brings the stored picture upright. */
    ExifOrientation orientation() {
        return orientation;
    }

    static boolean isPng(byte[] content) {
        if (content.length < SIGNATURE.length) {
            return false;
        }
        for (int i = 0; i < SIGNATURE.length; i++) {
            if (content[i] != SIGNATURE[i]) {
                return false;
            }
        }
        return true;
    }

    /** Takes apart a file that {@link #isPng} accepted. */
    static PngChunks parse(byte[] content) throws UnreadableImageException {
        ByteArrayOutputStream essential = new ByteArrayOutputStream(content.length);
        essential.writeBytes(SIGNATURE);
        int position = SIGNATURE.length;
        int width = 0;
        int height = 0;
        int bitDepth = 0;
        boolean hasData = false;
        ExifOrientation orientation = ExifOrientation.UPRIGHT;
        while (true) {
            if (content.length - position < FRAME_BYTES) {
                throw UnreadableImageException.truncated("PNG");
            }
            int length = intAt(content, position);
            int type = intAt(content, position + 4);
            if (length < 0) {
                throw UnreadableImageException.damaged("PNG", "a chunk claims an impossible length");
            }
            if (length > content.length - position - FRAME_BYTES) {
                throw UnreadableImageException.truncated("PNG");
            }
            int data = position + 8;
            boolean first = position == SIGNATURE.length;
            if (first != (type == IHDR)) {
                throw UnreadableImageException.damaged("PNG", "it does not start with its header");
            }
            if (isEssential(type)) {
                requireCheckSum(content, position + 4, length);
                essential.write(content, position, length + FRAME_BYTES);
            }
            if (first) {
                if (length != IHDR_SIZE_BYTES) {
                    throw UnreadableImageException.damaged("PNG", "its header has the wrong length");
                }
                width = requireSide(intAt(content, data));
                height = requireSide(intAt(content, data + 4));
                FileLimits.requireSizeWithinLimits(width, height);
                bitDepth = content[data + 8];
            }
            if (type == EXIF && hasCheckSum(content, position + 4, length)) {
                orientation = ExifOrientation.ofDirectory(Arrays.copyOfRange(content, data, data + length));
            }
            hasData |= type == IDAT;
            position = data + length + 4;
            if (type == IEND) {
                if (!hasData) {
                    throw new UnreadableImageException(
                            UnreadableImageException.Code.NO_PIXELS,
                            "This PNG file holds no picture. There is nothing to show. Choose another file.");
                }
                return new PngChunks(width, height, bitDepth, essential.toByteArray(), orientation);
            }
        }
    }

    private static boolean isEssential(int type) {
        return type == IHDR || type == PLTE || type == TRNS || type == IDAT || type == IEND;
    }

    private static void requireCheckSum(byte[] content, int typeOffset, int length) throws UnreadableImageException {
        if (!hasCheckSum(content, typeOffset, length)) {
            throw UnreadableImageException.damaged("PNG", "a check sum does not match");
        }
    }

    private static boolean hasCheckSum(byte[] content, int typeOffset, int length) {
        CRC32 crc = new CRC32();
        crc.update(content, typeOffset, length + 4);
        return (int) crc.getValue() == intAt(content, typeOffset + 4 + length);
    }

    private static int requireSide(int side) throws UnreadableImageException {
        if (side < 1) {
            throw UnreadableImageException.damaged("PNG", "its header claims an impossible size");
        }
        return side;
    }

    private static int intAt(byte[] content, int offset) {
        return (content[offset] & 0xFF) << 24
                | (content[offset + 1] & 0xFF) << 16
                | (content[offset + 2] & 0xFF) << 8
                | (content[offset + 3] & 0xFF);
    }
}
