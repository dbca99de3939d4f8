package gazelle.viewer.dicom;

import gazelle.viewer.slice.UnreadableImageException;
import gazelle.viewer.tag.TagNumbers;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * One element of a DICOM data set (PS3.5 section 7.1): what it is and where its value lies.
 *
 * <pre>
 *   implicit VR:  group(2) element(2) length(4)
 *   explicit VR:  group(2) element(2) VR(2) length(2)           most VRs
 *                 group(2) element(2) VR(2) 0000(2) length(4)   OB OD OF OL OV OW SQ SV UC UN UR UT UV and unknown ones
 *   items:        FFFE     element(2) length(4)                 in both
 * </pre>
 *
 * @param tag group in the upper 16 bits, element in the lower 16
 * @param vr the value representation, two letters; empty if the encoding does not give one that the standard has
 * @param offset where the value begins, in bytes
 * @param length bytes of the value, or {@link #UNDEFINED}
 */
record DicomElement(int tag, String vr, int offset, int length) {
    /** The length of a sequence, item or fragment list that ends with its own delimiter. */
    static final int UNDEFINED = -1;

    /** The shortest element: a tag and a length. */
    static final int MIN_BYTES = 8;

    /** Bytes before the value of an element whose length takes four bytes and that names its representation. */
    static final int LONG_FORM_BYTES = 12;

    private static final Set<String> SHORT_FORM = Set.of(
            "AE", "AS", "AT", "CS", "DA", "DS", "DT", "FL", "FD", "IS", "LO", "LT", "PN", "SH", "SL", "SS", "ST", "TM",
            "UI", "UL", "US");
    private static final Set<String> LONG_FORM =
            Set.of("OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN", "UR", "UT", "UV");

    private static final Map<String, String> STANDARD = standard();

    /**
     * Reads the element at a position.
     *
     * @throws UnreadableImageException if the file ends inside the element or the bytes are none
     */
    static DicomElement readAt(byte[] content, int position, TransferSyntax syntax) throws UnreadableImageException {
        int available = content.length - position;
        if (available < MIN_BYTES) {
            throw UnreadableImageException.truncated("DICOM");
        }
        boolean bigEndian = syntax.bigEndian();
        int group = shortAt(content, position, bigEndian);
        int tag = group << 16 | shortAt(content, position + 2, bigEndian);
        if (!syntax.explicitVr() || group == TagNumbers.ITEM_GROUP) {
            return checked(content, tag, "", position + MIN_BYTES, intAt(content, position + 4, bigEndian));
        }
        String vr = representation(content, position + 4);
        if (SHORT_FORM.contains(vr)) {
            return checked(content, tag, vr, position + MIN_BYTES, shortAt(content, position + 6, bigEndian));
        }
        if (!LONG_FORM.contains(vr)) {
            return OddRepresentation.readAt(content, position, syntax, tag, vr);
        }
        if (available < LONG_FORM_BYTES) {
            throw UnreadableImageException.truncated("DICOM");
        }
        return checked(content, tag, vr, position + LONG_FORM_BYTES, intAt(content, position + 8, bigEndian));
    }

    /** The value representation at a position; one of the standard in small letters as the standard writes it. */
    private static String representation(byte[] content, int position) {
        String vr = new String(content, position, 2, StandardCharsets.ISO_8859_1);
        String standard = STANDARD.get(vr);
        return standard == null ? vr : standard;
    }

    /** Returns the position of the next element; only for a defined length. */
    int end() {
        return offset + length;
    }

    int group() {
        return tag >>> 16;
    }

    /** Refuses a value that the file does not hold; as unsigned numbers, since lengths above 2 GiB are negative here. */
    void requireWithin(byte[] content) throws UnreadableImageException {
        if (Integer.compareUnsigned(length, content.length - offset) > 0) {
            throw UnreadableImageException.truncated("DICOM");
        }
    }

    boolean hasUndefinedLength() {
        return length == UNDEFINED;
    }

    static boolean isKnownVr(byte[] content, int position) {
        String vr = new String(content, position, 2, StandardCharsets.ISO_8859_1);
        return SHORT_FORM.contains(vr) || LONG_FORM.contains(vr);
    }

    static boolean hasShortForm(byte[] content, int position) {
        return SHORT_FORM.contains(new String(content, position, 2, StandardCharsets.ISO_8859_1));
    }

    static int shortAt(byte[] content, int offset, boolean bigEndian) {
        int first = content[offset] & 0xFF;
        int second = content[offset + 1] & 0xFF;
        return bigEndian ? first << 8 | second : second << 8 | first;
    }

    static int intAt(byte[] content, int offset, boolean bigEndian) {
        int first = shortAt(content, offset, bigEndian);
        int second = shortAt(content, offset + 2, bigEndian);
        return bigEndian ? first << 16 | second : second << 16 | first;
    }

    static DicomElement checked(byte[] content, int tag, String vr, int offset, int length)
            throws UnreadableImageException {
        DicomElement element = new DicomElement(tag, vr, offset, length);
        // Who reads the pixels checks their length: a list of files needs only what comes before them.
        if (tag != TagNumbers.PIXELS && length != UNDEFINED) {
            element.requireWithin(content);
        }
        return element;
    }

    /** One text for each representation, however many elements have it. */
    private static Map<String, String> standard() {
        Map<String, String> standard = new HashMap<>();
        for (Set<String> form : List.of(SHORT_FORM, LONG_FORM)) {
            for (String vr : form) {
                standard.put(vr, vr);
                standard.put(vr.toLowerCase(Locale.ROOT), vr);
            }
        }
        return Map.copyOf(standard);
    }
}
