package gazelle.viewer.format;

import java.util.Arrays;

/** The application segments before a JPEG file's first scan: marker(2) length(2) name data. */
final class JpegSegments {
    private static final int SCAN = 0xDA;

    private JpegSegments() {}

    /**
     * Returns the data behind the name of the first segment with this marker and name; empty if there is none, or if what comes before
     * it cannot be followed.
     *
     * @param marker the second byte of the marker
     */
    static byte[] find(byte[] content, int marker, byte[] name) {
        int position = 2;
        while (content.length - position >= 4 && content[position] == -1) {
            int found = content[position + 1] & 0xFF;
            if (found == 0xFF) {
                position++;
                continue;
            }
            int length = (content[position + 2] & 0xFF) << 8 | (content[position + 3] & 0xFF);
            if (found == SCAN || length < 2 || length > content.length - position - 2) {
                break;
            }
            int data = position + 4;
            int end = position + 2 + length;
            if (found == marker
                    && end - data >= name.length
                    && Arrays.equals(content, data, data + name.length, name, 0, name.length)) {
                return Arrays.copyOfRange(content, data + name.length, end);
            }
            position = end;
        }
        return new byte[0];
    }
}
