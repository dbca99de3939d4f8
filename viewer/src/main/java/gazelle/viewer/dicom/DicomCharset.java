package gazelle.viewer.dicom;

import gazelle.viewer.slice.HeaderText;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The character sets of a data set (PS3.3 C.12.1.1.2): one for its text, and those that escape sequences within a text
 * switch to (ISO 2022).
 *
 * <p>An escape sequence gives either the bytes below 80 hex a new meaning or those above; each half keeps its own until the next.
 */
final class DicomCharset {
    private static final int ESCAPE = 0x1B;
    private static final int LONGEST_TERM = 32;

    /** Defined terms of (0008,0005), without the words around the number, and names that programs write instead. */
    private static final Map<String, String> TERMS = Map.ofEntries(
            Map.entry("", "ISO-8859-1"),
            Map.entry("6", "ISO-8859-1"),
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
            Map.entry("58", "GB2312"),
            Map.entry("149", "EUC-KR"),
            Map.entry("87", "ISO-8859-1"),
            Map.entry("159", "ISO-8859-1"),
            Map.entry("LATIN1", "ISO-8859-1"),
            Map.entry("LATIN2", "ISO-8859-2"),
            Map.entry("ASCII", "ISO-8859-1"),
            Map.entry("UTF8", "UTF-8"),
            Map.entry("UNICODE", "UTF-8"),
            Map.entry("10646", "UTF-8"),
            Map.entry("GB18030", "GB18030"),
            Map.entry("GBK", "GBK"),
            Map.entry("GB2312", "GB2312"));

    /** The bytes that follow an escape, and the set of one byte a character that they switch to (PS3.3 tables C.12-3 and C.12-4). */
    private static final Map<String, String> ESCAPES = Map.ofEntries(
            Map.entry("(B", "US-ASCII"),
            Map.entry("(J", "JIS_X0201"),
            Map.entry(")I", "JIS_X0201"),
            Map.entry("(I", "JIS_X0201"),
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
            Map.entry("-b", "ISO-8859-15"),
            Map.entry("-T", "TIS-620"));

    /** Escapes to Japanese of two bytes below 80 hex, and the byte that comes before each such character in EUC-JP, if one does. */
    private static final Map<String, Integer> TWO_BYTES = Map.of("$B", 0, "$@", 0, "$(B", 0, "$(D", 0x8F);

    private final Charset first;
    private final Charset high;

    private DicomCharset(Charset first, Charset high) {
        this.first = first;
        this.high = high;
    }

    /** The sets that a data set names; unknown ones fall back to Latin 1, in which ASCII text stays readable. */
    static DicomCharset of(List<String> terms) {
        Charset first = terms.isEmpty()
                ? StandardCharsets.ISO_8859_1
                : find(terms.getFirst()).orElse(StandardCharsets.ISO_8859_1);
        // Some writers name a set of several bytes as the second and use it without its escape sequence.
        Charset high = first.equals(StandardCharsets.ISO_8859_1) && terms.size() > 1
                ? find(terms.get(1)).orElse(first)
                : first;
        return new DicomCharset(first, high);
    }

    /** The terms among some that name no set that is known here, so far as they can be shown to people. */
    static List<String> unknown(List<String> terms) {
        return terms.stream()
                .filter(term -> find(term).isEmpty())
                .map(term -> HeaderText.displayable(term, LONGEST_TERM))
                .distinct()
                .limit(4)
                .toList();
    }

    /** The default set, for values that hold no names or free text. */
    static DicomCharset standard() {
        return new DicomCharset(StandardCharsets.ISO_8859_1, StandardCharsets.ISO_8859_1);
    }

    /** Finds a set by its defined term, however it is written: {@code ISO_IR 192}, {@code ISO 2022 IR 192}, {@code ISO-IR192}, {@code UTF-8}. */
    private static Optional<Charset> find(String term) {
        String letters = term.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "");
        String latin = letters.replaceFirst("^(ISO|IEC)+8859(?=[0-9])", "ISO-8859-");
        String name = TERMS.get(letters.replaceFirst("^(ISO)?(2022)?(IR)?", ""));
        if (name == null) {
            name = latin.equals(letters) ? term.strip() : latin;
        }
        try {
            return Charset.isSupported(name)
                    ? Optional.of(Charset.forName(name)).filter(DicomCharset::keepsAscii)
                    : Optional.empty();
        } catch (IllegalArgumentException noName) {
            return Optional.empty();
        }
    }

    /** A set in which the delimiters of DICOM's texts have other bytes is no set of a DICOM file. */
    private static boolean keepsAscii(Charset charset) {
        String delimiters = "AZaz09^=";
        return charset.canEncode()
                && Arrays.equals(delimiters.getBytes(charset), delimiters.getBytes(StandardCharsets.US_ASCII));
    }

    /** Decodes a text, following its escape sequences. */
    String decode(byte[] content, int offset, int length) {
        int end = offset + length;
        int position = indexOf(content, ESCAPE, offset, end);
        if (position == end) {
            Charset only = isAscii(content, offset, end) ? first : high;
            return new String(content, offset, length, only);
        }
        StringBuilder text = new StringBuilder(new String(content, offset, position - offset, high));
        String low = "";
        Charset upper = high;
        while (position < end) {
            String escape = escape(content, position + 1, end);
            int start = position + 1 + escape.length();
            if (escape.isEmpty()) {
                text.append((char) ESCAPE);
            } else if (TWO_BYTES.containsKey(escape) || escape.startsWith("(")) {
                low = escape;
            } else {
                upper = Charset.forName(ESCAPES.getOrDefault(escape, "ISO-8859-1"));
            }
            position = indexOf(content, ESCAPE, start, end);
            text.append(decoded(content, start, position, low, upper));
        }
        return text.toString();
    }

    private static String escape(byte[] content, int start, int end) {
        for (int length = 3; length >= 2; length--) {
            if (start + length <= end) {
                String escape = new String(content, start, length, StandardCharsets.ISO_8859_1);
                if (ESCAPES.containsKey(escape) || TWO_BYTES.containsKey(escape)) {
                    return escape;
                }
            }
        }
        return "";
    }

    private static String decoded(byte[] content, int start, int end, String low, Charset upper) {
        Integer prefix = TWO_BYTES.get(low);
        if (prefix == null) {
            Charset lower = low.equals("(J") || low.equals("(I") ? Charset.forName("JIS_X0201") : upper;
            boolean katakana = low.equals("(I");
            byte[] bytes = Arrays.copyOfRange(content, start, end);
            for (int i = 0; katakana && i < bytes.length; i++) {
                bytes[i] |= bytes[i] > ' ' ? (byte) 0x80 : 0;
            }
            return new String(bytes, isAscii(content, start, end) ? lower : upper);
        }
        ByteArrayOutputStream euc = new ByteArrayOutputStream();
        for (int i = start; i < end; i++) {
            if (content[i] > ' ' && i + 1 < end && content[i + 1] > ' ') {
                if (prefix != 0) {
                    euc.write(prefix);
                }
                euc.write(content[i] | 0x80);
                euc.write(content[++i] | 0x80);
            } else {
                euc.write(content[i]);
            }
        }
        return euc.toString(Charset.forName("EUC-JP"));
    }

    private static boolean isAscii(byte[] content, int start, int end) {
        for (int i = start; i < end; i++) {
            if (content[i] < 0) {
                return false;
            }
        }
        return true;
    }

    private static int indexOf(byte[] content, int value, int start, int end) {
        for (int i = start; i < end; i++) {
            if (content[i] == value) {
                return i;
            }
        }
        return end;
    }
}
