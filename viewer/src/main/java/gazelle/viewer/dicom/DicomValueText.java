package gazelle.viewer.dicom;

import gazelle.viewer.slice.HeaderText;
import java.util.Locale;
import java.util.StringJoiner;

/** Turns values of every representation (PS3.5 section 6.2) into text for people. */
final class DicomValueText {
    /** The longest text of a value, in characters. */
    static final int MAX_LENGTH = 4096;

    private static final int MAX_NUMBERS = 64;
    private static final int MAX_HEX_BYTES = 16;

    private DicomValueText() {}

    static String of(byte[] content, DicomTag tag, DicomCharset charset) {
        return switch (tag.vr()) {
            case "LO", "LT", "PN", "SH", "ST", "UC", "UT" -> text(content, tag, charset);
            case "AE", "AS", "CS", "DA", "DS", "DT", "IS", "TM", "UI", "UR" ->
                text(content, tag, DicomCharset.standard());
            case "US", "SS", "UL", "SL", "FL", "FD", "AT", "SV", "UV" -> numbers(content, tag);
            case "SQ" -> "";
            case "" -> tag.length() + " bytes";
            default -> bytes(content, tag);
        };
    }

    private static String text(byte[] content, DicomTag tag, DicomCharset charset) {
        // A character takes at most four bytes.
        int length = Math.min(tag.length(), 4 * MAX_LENGTH);
        return HeaderText.displayable(charset.decode(content, tag.offset(), length), MAX_LENGTH);
    }

    private static String numbers(byte[] content, DicomTag tag) {
        int size = switch (tag.vr()) {
            case "US", "SS" -> 2;
            case "FD", "SV", "UV" -> 8;
            default -> 4;
        };
        int count = tag.length() / size;
        StringJoiner joined = new StringJoiner("\\");
        for (int i = 0; i < Math.min(count, MAX_NUMBERS); i++) {
            joined.add(number(content, tag.offset() + i * size, tag));
        }
        return count <= MAX_NUMBERS ? joined.toString() : joined + "\\... (" + count + " numbers)";
    }

    private static String number(byte[] content, int offset, DicomTag tag) {
        boolean big = tag.bigEndian();
        return switch (tag.vr()) {
            case "US" -> String.valueOf(DicomElement.shortAt(content, offset, big));
            case "SS" -> String.valueOf((short) DicomElement.shortAt(content, offset, big));
            case "UL" -> Integer.toUnsignedString(DicomElement.intAt(content, offset, big));
            case "SL" -> String.valueOf(DicomElement.intAt(content, offset, big));
            case "FL" -> String.valueOf(Float.intBitsToFloat(DicomElement.intAt(content, offset, big)));
            case "FD" -> String.valueOf(Double.longBitsToDouble(longAt(content, offset, big)));
            case "UV" -> Long.toUnsignedString(longAt(content, offset, big));
            case "AT" ->
                String.format(
                        Locale.ROOT,
                        "(%04X,%04X)",
                        DicomElement.shortAt(content, offset, big),
                        DicomElement.shortAt(content, offset + 2, big));
            default -> String.valueOf(longAt(content, offset, big));
        };
    }

    private static long longAt(byte[] content, int offset, boolean bigEndian) {
        long first = DicomElement.intAt(content, offset, bigEndian) & 0xFFFF_FFFFL;
        long second = DicomElement.intAt(content, offset + 4, bigEndian) & 0xFFFF_FFFFL;
        return bigEndian ? first << 32 | second : second << 32 | first;
    }

    /** Private elements of implicit files often hold text: it is shown if all of its beginning is. */
    private static String bytes(byte[] content, DicomTag tag) {
        if (tag.length() == 0) {
            return "";
        }
        int shown = Math.min(tag.length(), MAX_HEX_BYTES);
        boolean printable = tag.vr().equals("UN");
        StringBuilder hex = new StringBuilder();
        for (int i = 0; i < shown; i++) {
            int value = content[tag.offset() + i] & 0xFF;
            boolean padding = value == 0 && i > 0 && i == tag.length() - 1;
            printable &= padding || (value >= ' ' && value < 0x7F);
            hex.append(String.format(Locale.ROOT, " %02X", value));
        }
        if (printable) {
            return text(content, tag, DicomCharset.standard());
        }
        return tag.length() + " bytes:" + hex + (shown < tag.length() ? " ..." : "");
    }
}
