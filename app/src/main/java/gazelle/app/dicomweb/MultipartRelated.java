package gazelle.app.dicomweb;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A body of several parts (RFC 2387, RFC 2046 section 5.1.1).
 *
 * <pre>
 *   --BOUNDARY CRLF headers CRLF CRLF content CRLF --BOUNDARY CRLF ... CRLF --BOUNDARY--
 * </pre>
 */
final class MultipartRelated {
    private static final int MAX_BOUNDARY = 128;
    private static final int MAX_HEADER_BYTES = 4096;
    private static final Pattern BOUNDARY = Pattern.compile(
            ";\\s*boundary\\s*=\\s*(?:\"([^\"]{1," + MAX_BOUNDARY + "})\"|([^\\s;\"]{1," + MAX_BOUNDARY + "}))",
            Pattern.CASE_INSENSITIVE);

    private MultipartRelated() {}

    /**
     * The parts of one media type, in their order.
     *
     * @param contentType the body's own, which names the boundary
     * @param partType the media type of the parts that are wanted
     * @throws DicomWebException {@code NOT_DICOMWEB} if the body is none of several parts; {@code CUT_SHORT} if it lacks its end
     */
    static List<byte[]> parts(String contentType, byte[] body, String partType) throws DicomWebException {
        Matcher matcher = BOUNDARY.matcher(contentType);
        if (!contentType.toLowerCase(Locale.ROOT).startsWith("multipart/related") || !matcher.find()) {
            throw DicomWebException.notDicomWeb("it sent something other than DICOM instances");
        }
        String name = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
        byte[] boundary = ("--" + name).getBytes(StandardCharsets.ISO_8859_1);
        byte[] delimiter = ("\r\n--" + name).getBytes(StandardCharsets.ISO_8859_1);
        List<byte[]> parts = new ArrayList<>();
        int position = startsWith(body, 0, boundary) ? boundary.length : after(delimiter, body, 0);
        while (!isLast(body, position)) {
            int content = endOfHeaders(body, position);
            int end = indexOf(delimiter, body, content - 2, body.length);
            if (end < 0) {
                throw DicomWebException.cutShort();
            }
            String headers = new String(body, position, content - position, StandardCharsets.ISO_8859_1);
            if (headers.toLowerCase(Locale.ROOT).replaceAll("[ \t]", "").contains("\r\ncontent-type:" + partType)) {
                parts.add(Arrays.copyOfRange(body, Math.min(content, end), end));
            }
            position = end + delimiter.length;
        }
        return parts;
    }

    /** Returns whether the delimiter before this position was the last one. */
    private static boolean isLast(byte[] body, int position) throws DicomWebException {
        if (body.length - position < 2) {
            throw DicomWebException.cutShort();
        }
        return body[position] == '-' && body[position + 1] == '-';
    }

    /** Headers end with an empty line, which may follow the delimiter at once. */
    private static int endOfHeaders(byte[] body, int position) throws DicomWebException {
        byte[] emptyLine = {'\r', '\n', '\r', '\n'};
        int end = indexOf(emptyLine, body, position, Math.min(body.length, position + MAX_HEADER_BYTES));
        if (end < 0) {
            throw body.length - position < MAX_HEADER_BYTES
                    ? DicomWebException.cutShort()
                    : DicomWebException.notDicomWeb("a part of its answer has no content");
        }
        return end + emptyLine.length;
    }

    private static int after(byte[] delimiter, byte[] body, int from) throws DicomWebException {
        int found = indexOf(delimiter, body, from, body.length);
        if (found < 0) {
            throw DicomWebException.cutShort();
        }
        return found + delimiter.length;
    }

    private static boolean startsWith(byte[] body, int position, byte[] wanted) {
        return body.length - position >= wanted.length
                && Arrays.equals(body, position, position + wanted.length, wanted, 0, wanted.length);
    }

    private static int indexOf(byte[] wanted, byte[] body, int from, int to) {
        for (int i = from; i <= to - wanted.length; i++) {
            if (body[i] == wanted[0] && startsWith(body, i, wanted)) {
                return i;
            }
        }
        return -1;
    }
}
