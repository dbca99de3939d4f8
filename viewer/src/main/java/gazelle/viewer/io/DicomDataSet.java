package gazelle.viewer.io;

import gazelle.viewer.io.UnreadableImageException.Code;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The top level of a DICOM data set up to its pixels; nested sequences are stepped over.
 *
 * <p>Only elements that are asked for later are kept, so memory does not grow with a hostile file.
 */
final class DicomDataSet {
    static final int CHARACTER_SET = 0x00080005;
    static final int SAMPLES_PER_PIXEL = 0x00280002;
    static final int PHOTOMETRIC = 0x00280004;
    static final int NUMBER_OF_FRAMES = 0x00280008;
    static final int ROWS = 0x00280010;
    static final int COLUMNS = 0x00280011;
    static final int BITS_ALLOCATED = 0x00280100;
    static final int BITS_STORED = 0x00280101;
    static final int HIGH_BIT = 0x00280102;
    static final int PIXEL_REPRESENTATION = 0x00280103;
    static final int WINDOW_CENTRE = 0x00281050;
    static final int WINDOW_WIDTH = 0x00281051;
    static final int RESCALE_INTERCEPT = 0x00281052;
    static final int RESCALE_SLOPE = 0x00281053;
    static final int WINDOW_FUNCTION = 0x00281056;
    static final int MODALITY_TABLE = 0x00283000;
    static final int FLOAT_PIXELS = 0x7FE00008;
    static final int DOUBLE_PIXELS = 0x7FE00009;
    static final int PIXELS = 0x7FE00010;

    private static final int ITEM = 0xFFFEE000;
    private static final int ITEM_END = 0xFFFEE00D;
    private static final int SEQUENCE_END = 0xFFFEE0DD;
    private static final int IMAGE_GROUP = 0x0028;

    /** Deeper nesting than any real object has; recursion stays far from the end of the stack. */
    private static final int MAX_DEPTH = 16;

    private final byte[] content;
    private final TransferSyntax syntax;
    private final Map<Integer, DicomElement> elements = new HashMap<>();

    private DicomDataSet(byte[] content, TransferSyntax syntax) {
        this.content = content;
        this.syntax = syntax;
    }

    /**
     * Reads a data set.
     *
     * @throws UnreadableImageException if it is cut off, contradicts itself, is compressed or holds no pixels
     */
    static DicomDataSet parse(byte[] content, DicomHeader header) throws UnreadableImageException {
        DicomDataSet dataSet = new DicomDataSet(content, header.syntax());
        int position = header.dataSetOffset();
        while (position < content.length) {
            DicomElement element = DicomElement.readAt(content, position, header.syntax());
            if (element.group() == DicomElement.ITEM_GROUP) {
                throw UnreadableImageException.damaged("DICOM", "a sequence ends that never began");
            }
            dataSet.keep(element);
            if (element.tag() == PIXELS) {
                if (element.hasUndefinedLength()) {
                    throw TransferSyntax.encapsulatedPixels();
                }
                return dataSet;
            }
            if (element.tag() == FLOAT_PIXELS || element.tag() == DOUBLE_PIXELS) {
                throw UnreadableImageException.unsupported(
                        "This DICOM file stores its pixels as floating point numbers",
                        "Export the original series of the scanner instead of a computed map.");
            }
            position = element.hasUndefinedLength()
                    ? dataSet.skipSequence(element.offset(), syntaxInside(element, header.syntax()), 1)
                    : element.end();
        }
        throw new UnreadableImageException(
                Code.NO_PIXELS,
                "This DICOM file holds no picture: it may be a directory, a report, or cut off. There is nothing to show. "
                        + "Choose another file of the series.");
    }

    /** The element with this tag, if the data set has it at its top level. */
    @Nullable
    DicomElement find(int tag) {
        return elements.get(tag);
    }

    byte[] content() {
        return content;
    }

    TransferSyntax syntax() {
        return syntax;
    }

    /** The first unsigned 16-bit number of an element, or the fallback if the data set lacks it or it is empty. */
    int unsignedShort(int tag, int fallback) {
        DicomElement element = find(tag);
        return element == null || element.length() < 2
                ? fallback
                : DicomElement.shortAt(content, element.offset(), syntax.bigEndian());
    }

    /** The text of an element, one entry a value; empty if the data set lacks it. */
    List<String> texts(int tag) {
        DicomElement element = find(tag);
        return element == null || element.hasUndefinedLength() ? List.of() : DicomText.plain(content, element);
    }

    private void keep(DicomElement element) {
        int tag = element.tag();
        boolean wanted =
                tag == CHARACTER_SET || tag == PIXELS || element.group() == IMAGE_GROUP || DicomText.isDisplayed(tag);
        if (wanted) {
            elements.putIfAbsent(tag, element);
        }
    }

    /** An unknown element of undefined length is a sequence in implicit VR little endian (PS3.5 section 6.2.2). */
    private static TransferSyntax syntaxInside(DicomElement element, TransferSyntax outside) {
        return element.vr().equals("UN") ? TransferSyntax.IMPLICIT_LITTLE : outside;
    }

    /** Steps over items up to the sequence's delimiter; returns the position behind it. */
    private int skipSequence(int start, TransferSyntax inside, int depth) throws UnreadableImageException {
        if (depth > MAX_DEPTH) {
            throw UnreadableImageException.damaged("DICOM", "its sequences are nested too deeply");
        }
        int position = start;
        while (true) {
            DicomElement item = DicomElement.readAt(content, position, inside);
            if (item.tag() == SEQUENCE_END) {
                return item.offset();
            }
            if (item.tag() != ITEM) {
                throw UnreadableImageException.damaged("DICOM", "a sequence holds something other than items");
            }
            position = item.hasUndefinedLength() ? skipItem(item.offset(), inside, depth) : item.end();
        }
    }

    /** Steps over elements up to the item's delimiter; returns the position behind it. */
    private int skipItem(int start, TransferSyntax inside, int depth) throws UnreadableImageException {
        int position = start;
        while (true) {
            DicomElement element = DicomElement.readAt(content, position, inside);
            if (element.tag() == ITEM_END) {
                return element.offset();
            }
            position = element.hasUndefinedLength()
                    ? skipSequence(element.offset(), syntaxInside(element, inside), depth + 1)
                    : element.end();
        }
    }
}
