package gazelle.viewer.dicom;

import gazelle.viewer.slice.UnreadableImageException;
import gazelle.viewer.tag.TagNumbers;

/**
 * Elements of an explicit encoding whose value representation is none of the standard: two blanks, question marks or any other bytes, as
 * some scanners and converters leave them.
 *
 * <p>Such an element has one of three forms; the one is taken behind which an element follows. In doubt it is the long form for capital
 * letters, which a later edition may have added (PS3.5 section 6.2.2), and the short form for anything else.
 */
final class OddRepresentation {
    private static final int LEADS_NOWHERE = 0;

    private OddRepresentation() {}

    /**
     * Reads the element at a position.
     *
     * @param tag of the element
     * @param vr the two bytes that stand for its representation
     * @throws UnreadableImageException if nothing that can be read follows in any form
     */
    static DicomElement readAt(byte[] content, int position, TransferSyntax syntax, int tag, String vr)
            throws UnreadableImageException {
        boolean big = syntax.bigEndian();
        boolean capitals = vr.matches("[A-Z]{2}");
        DicomElement shortForm = new DicomElement(
                tag, "", position + DicomElement.MIN_BYTES, DicomElement.shortAt(content, position + 6, big));
        DicomElement implicit = new DicomElement(
                tag, "", position + DicomElement.MIN_BYTES, DicomElement.intAt(content, position + 4, big));
        DicomElement longForm = shortForm;
        if (content.length - position >= DicomElement.LONG_FORM_BYTES) {
            longForm = new DicomElement(
                    tag,
                    capitals ? "UN" : "",
                    position + DicomElement.LONG_FORM_BYTES,
                    DicomElement.intAt(content, position + 8, big));
        }
        DicomElement best = capitals ? longForm : shortForm;
        for (DicomElement other : new DicomElement[] {shortForm, implicit, longForm}) {
            if (score(content, other, big) > score(content, best, big)) {
                best = other;
            }
        }
        if (score(content, best, big) == LEADS_NOWHERE) {
            throw UnreadableImageException.damaged("DICOM", "its header cannot be followed");
        }
        return DicomElement.checked(content, best.tag(), best.vr(), best.offset(), best.length());
    }

    /** Returns how much speaks for a form: a known representation or a delimiter behind it, a larger tag, the end. */
    private static int score(byte[] content, DicomElement element, boolean big) {
        if (element.hasUndefinedLength()) {
            boolean items = element.offset() <= content.length - DicomElement.MIN_BYTES
                    && DicomElement.shortAt(content, element.offset(), big) == TagNumbers.ITEM_GROUP;
            return items ? 4 : LEADS_NOWHERE;
        }
        if (element.length() < 0 || element.length() > content.length - element.offset()) {
            return LEADS_NOWHERE;
        }
        int next = element.end();
        if (next == content.length) {
            return 3;
        }
        if (next > content.length - DicomElement.MIN_BYTES) {
            return LEADS_NOWHERE;
        }
        int group = DicomElement.shortAt(content, next, big);
        int tag = group << 16 | DicomElement.shortAt(content, next + 2, big);
        boolean known = group == TagNumbers.ITEM_GROUP || DicomElement.isKnownVr(content, next + 4);
        boolean larger = Integer.compareUnsigned(tag, element.tag()) > 0;
        return (known ? 2 : 0) + (larger ? 1 : 0);
    }
}
