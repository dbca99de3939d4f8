package gazelle.viewer.dicom;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The character sets of a data set (PS3.3 C.12.1.1.2): one for its text, and those that escape sequences within a text
 * switch to (ISO 2022).
 */
final class DicomCharset {
    private static final char ESCAPE = 0x1B;

    /** Defined terms of (0008,0005), without the words that tell code extensions. */
    private static final Map<String, String> TERMS = Map.ofEntries(
            Map.entry("100", "ISO-8859-1"),
            Map.entry("101", "ISO-8859-2"),
            Map.entry("109", "ISO-8859-3"),
            Map.entry("110", "ISO-8859-4"),
            Map.entry("144", "ISO-8859-5"),
            Map.entry("127", "ISO-8859-6"),
            Map.entry("126", "ISO-8859-7"),
            Map.entry("138", "ISO-8859-8"),
            Map.entry("148", "ISO-8859-9"),
            Map.entry("203", "ISO-8859-15"),
            Map.entry("13", "JIS_X0201"),
            Map.entry("166", "TIS-620"),
            Map.entry("192", "UTF-8"),
            Map.entry("GB18030", "GB18030"),
            Map.entry("GBK", "GBK"));

    /** The bytes that follow an escape, and the set that they switch to (PS3.3 tables C.12-3 and C.12-4). */
    private static final Map<String, String> ESCAPES = Map.ofEntries(
            Map.entry("(B", "US-ASCII"),
            Map.entry("(J", "JIS_X0201"),
            Map.entry(")I", "JIS_X0201"),
            Map.entry("$B", "EUC-JP"),
            Map.entry("$@", "EUC-JP"),
            Map.entry("$)C", "EUC-KR"),
            Map.entry("$)A", "GB2312"),
            Map.entry("-A", "ISO-8859-1"),
            Map.entry("-B", "ISO-8859-2"),
            Map.entry("-C", "ISO-8859-3"),
            Map.entry("-D", "ISO-8859-4"),
            Map.entry("-L", "ISO-8859-5"),
            Map.entry("-G", "ISO-8859-6"),
            Map.entry("-F", "ISO-8859-7"),
            Map.entry("-H", "ISO-8859-8"),
            Map.entry("-M", "ISO-8859-9"),
            Map.entry("-T", "TIS-620"));

    private final Charset first;

    private DicomCharset(Charset first) {
        this.first = first;
    }

    /** The sets that a data set names; unknown ones fall back to Latin 1, in which ASCII text stays readable. */
    static DicomCharset of(List<String> terms) {
        String term = terms.isEmpty() ? "" : terms.getFirst();
        return new DicomCharset(named(TERMS.get(term.replaceFirst("^ISO(_| 2022 )IR ", ""))));
    }

    /** The default set, for values that hold no names or free text. */
    static DicomCharset standard() {
        return new DicomCharset(StandardCharsets.ISO_8859_1);
    }

    /** Decodes a text, following its escape sequences. */
    String decode(byte[] content, int offset, int length) {
        String raw = new String(content, offset, length, StandardCharsets.ISO_8859_1);
        if (raw.indexOf(ESCAPE) < 0) {
            return new String(content, offset, length, first);
        }
        StringBuilder text = new StringBuilder();
        String[] parts = raw.split(String.valueOf(ESCAPE), -1);
        text.append(decoded(parts[0], first, false));
        for (int i = 1; i < parts.length; i++) {
            String part = parts[i];
            int escapeLength = part.startsWith("$)") ? 3 : 2;
            String escape = part.substring(0, Math.min(escapeLength, part.length()));
            String set = ESCAPES.get(escape);
            if (set == null) {
                text.append(ESCAPE).append(decoded(part, first, false));
            } else {
                // Two-byte Japanese comes in seven bits, as which no Java charset reads it alone.
                boolean sevenBits = escape.equals("$B") || escape.equals("$@");
                text.append(decoded(part.substring(escape.length()), named(set), sevenBits));
            }
        }
        return text.toString();
    }

    private static String decoded(String latin, Charset charset, boolean sevenBits) {
        byte[] bytes = latin.getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; sevenBits && i < bytes.length; i++) {
            if (bytes[i] > ' ') {
                bytes[i] |= (byte) 0x80;
            }
        }
        return new String(bytes, charset);
    }

    private static Charset named(@Nullable String name) {
        return name != null && Charset.isSupported(name) ? Charset.forName(name) : StandardCharsets.ISO_8859_1;
    }
}
