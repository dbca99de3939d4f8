package gazelle.viewer.format;

import gazelle.viewer.slice.LargeContent;
import gazelle.viewer.slice.UnreadableImageException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Voxels that are written as text, with blanks, commas or line ends between them. */
final class WrittenNumbers {
    private static final int MAX_LENGTH = 64;

    private WrittenNumbers() {}

    /**
     * Reads numbers into the form that binary files have.
     *
     * @param format the format's name for people
     * @param text all that is written
     * @param count how many numbers there are, each of the type; of colours, their parts
     * @throws UnreadableImageException if there are fewer, or what is written is no number of the type
     */
    static ByteBuffer parse(String format, ByteBuffer text, VoxelType type, long count)
            throws UnreadableImageException {
        int step = type.isColour() ? 1 : type.sizeBytes();
        // Each number takes a character and a separator.
        if (count > (text.capacity() + 1L) / 2) {
            throw UnreadableImageException.truncated(format);
        }
        ByteBuffer bytes =
                ByteBuffer.wrap(LargeContent.take((int) count * step)).order(ByteOrder.LITTLE_ENDIAN);
        int position = 0;
        for (int i = 0; i < count; i++) {
            while (position < text.capacity() && separates(text.get(position))) {
                position++;
            }
            int start = position;
            while (position < text.capacity() && !separates(text.get(position))) {
                position++;
            }
            if (start == position) {
                throw UnreadableImageException.truncated(format);
            }
            if (position - start > MAX_LENGTH) {
                throw noNumber(format);
            }
            try {
                byte[] written = new byte[position - start];
                text.get(start, written);
                type.write(bytes, i * step, special(new String(written, StandardCharsets.ISO_8859_1)));
            } catch (NumberFormatException e) {
                throw noNumber(format);
            }
        }
        return bytes;
    }

    private static boolean separates(byte character) {
        return character == ',' || (character >= 0 && character <= ' ');
    }

    /** The spellings of C for what is no number. */
    private static String special(String text) {
        return switch (text) {
            case "nan", "NaN", "-nan" -> "NaN";
            case "inf", "+inf", "Inf" -> "Infinity";
            case "-inf", "-Inf" -> "-Infinity";
            default -> text;
        };
    }

    private static UnreadableImageException noNumber(String format) {
        return UnreadableImageException.damaged(format, "a voxel is written as something that is no such number");
    }
}
