package gazelle.viewer.dicom;

import gazelle.viewer.tag.TagNumbers;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The encoding of elements as their bytes show it, whatever a file header says. */
final class DataSetEncoding {
    /** Elements at the beginning that must follow one another; too many to do so by chance. */
    private static final int LOOKED_AT = 6;

    /** No data set begins beyond the groups of identification and the patient. */
    private static final int MAX_FIRST_GROUP = 0x0100;

    private static final int MAX_META_ELEMENT = 0x0102;
    private static final int MAX_META_BYTES = 1024;

    private DataSetEncoding() {}

    /**
     * Finds the encoding of a data set.
     *
     * @param start its first element
     * @return null if its beginning fits no encoding, or more elements would be needed to tell
     */
    static @Nullable TransferSyntax of(byte[] content, int start) {
        // An explicit encoding comes first: its letters are no accident, while any four bytes are a length.
        for (TransferSyntax syntax :
                List.of(TransferSyntax.EXPLICIT_LITTLE, TransferSyntax.EXPLICIT_BIG, TransferSyntax.IMPLICIT_LITTLE)) {
            if (follows(content, start, syntax)) {
                return syntax;
            }
        }
        return null;
    }

    /**
     * Finds the encoding of an element of a file header, group 0002, which is to be explicit VR little endian but is not always.
     *
     * @return null if none is there
     */
    static @Nullable TransferSyntax ofMeta(byte[] content, int position) {
        if (position > content.length - DicomElement.MIN_BYTES) {
            return null;
        }
        boolean known = DicomElement.isKnownVr(content, position + 4);
        if (DicomElement.shortAt(content, position, false) == TagNumbers.META_GROUP) {
            if (known) {
                return TransferSyntax.EXPLICIT_LITTLE;
            }
            int length = DicomElement.intAt(content, position + 4, false);
            boolean plausible = DicomElement.shortAt(content, position + 2, false) <= MAX_META_ELEMENT
                    && length >= 0
                    && length <= MAX_META_BYTES;
            return plausible ? TransferSyntax.IMPLICIT_LITTLE : null;
        }
        return known && DicomElement.shortAt(content, position, true) == TagNumbers.META_GROUP
                ? TransferSyntax.EXPLICIT_BIG
                : null;
    }

    private static boolean follows(byte[] content, int start, TransferSyntax syntax) {
        int position = start;
        int last = 0;
        for (int i = 0; i < LOOKED_AT; i++) {
            if (position == content.length) {
                return i > 0;
            }
            if (position > content.length - DicomElement.MIN_BYTES) {
                return i > 1;
            }
            int group = DicomElement.shortAt(content, position, syntax.bigEndian());
            int tag = group << 16 | DicomElement.shortAt(content, position + 2, syntax.bigEndian());
            boolean known = !syntax.explicitVr() || DicomElement.isKnownVr(content, position + 4);
            if (!known
                    || group == TagNumbers.ITEM_GROUP
                    || (i == 0 && group > MAX_FIRST_GROUP)
                    || Integer.compareUnsigned(tag, last) <= 0) {
                return false;
            }
            DicomElement element = header(content, position, tag, syntax);
            if (element.hasUndefinedLength()) {
                return startsWithItem(content, element.offset(), syntax.bigEndian());
            }
            if (element.length() < 0 || element.length() > content.length - element.offset()) {
                // The beginning of a file may end within a long value.
                return i > 1;
            }
            last = tag;
            position = element.end();
        }
        return true;
    }

    private static DicomElement header(byte[] content, int position, int tag, TransferSyntax syntax) {
        boolean big = syntax.bigEndian();
        if (!syntax.explicitVr()) {
            return new DicomElement(
                    tag, "", position + DicomElement.MIN_BYTES, DicomElement.intAt(content, position + 4, big));
        }
        return DicomElement.hasShortForm(content, position + 4)
                ? new DicomElement(
                        tag, "", position + DicomElement.MIN_BYTES, DicomElement.shortAt(content, position + 6, big))
                : new DicomElement(
                        tag,
                        "",
                        position + DicomElement.LONG_FORM_BYTES,
                        position > content.length - DicomElement.LONG_FORM_BYTES
                                ? 0
                                : DicomElement.intAt(content, position + 8, big));
    }

    private static boolean startsWithItem(byte[] content, int position, boolean big) {
        return position > content.length - DicomElement.MIN_BYTES
                || DicomElement.shortAt(content, position, big) == TagNumbers.ITEM_GROUP;
    }
}
