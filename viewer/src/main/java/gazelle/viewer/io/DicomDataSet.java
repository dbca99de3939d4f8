package gazelle.viewer.io;

import gazelle.viewer.io.UnreadableImageException.Code;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A DICOM data set up to its pixels, or one item of a sequence.
 *
 * <p>Only elements that are asked for later are kept, so memory does not grow with a hostile file; sequences are stepped
 * over and read when someone {@linkplain #items asks} for them.
 */
final class DicomDataSet {
    static final int CHARACTER_SET = 0x00080005;
    static final int IMAGE_TYPE = 0x00080008;
    static final int ORIENTATION_SEQUENCE = 0x00209116;
    static final int POSITION_SEQUENCE = 0x00209113;
    static final int SAMPLES_PER_PIXEL = 0x00280002;
    static final int PHOTOMETRIC = 0x00280004;
    static final int PLANAR = 0x00280006;
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
    static final int LOSSY = 0x00282110;
    static final int MODALITY_TABLE = 0x00283000;
    static final int MEASURES_SEQUENCE = 0x00289110;
    static final int WINDOW_SEQUENCE = 0x00289132;
    static final int RESCALE_SEQUENCE = 0x00289145;
    static final int SHARED_GROUPS = 0x52009229;
    static final int FRAME_GROUPS = 0x52009230;
    static final int FLOAT_PIXELS = 0x7FE00008;
    static final int DOUBLE_PIXELS = 0x7FE00009;
    static final int PIXELS = 0x7FE00010;

    private static final int ITEM = 0xFFFEE000;
    private static final int ITEM_END = 0xFFFEE00D;
    private static final int SEQUENCE_END = 0xFFFEE0DD;
    private static final int IMAGE_GROUP = 0x0028;

    /** Deeper nesting than any real object has; recursion stays far from the end of the stack. */
    private static final int MAX_DEPTH = 16;

    /** More frames than any real object has. */
    private static final int MAX_ITEMS = 1 << 16;

    private final byte[] content;
    private final TransferSyntax syntax;
    private final Map<Integer, DicomElement> elements = new HashMap<>();

    private DicomDataSet(byte[] content, TransferSyntax syntax) {
        this.content = content;
        this.syntax = syntax;
    }

    /**
     * Reads a data set; the length of its pixels is not checked against the content.
     *
     * @throws UnreadableImageException if it is cut off before its pixels, contradicts itself or holds no pixels
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
                return dataSet;
            }
            if (element.tag() == FLOAT_PIXELS || element.tag() == DOUBLE_PIXELS) {
                throw UnreadableImageException.unsupported(
                        "This DICOM file stores its pixels as floating point numbers",
                        "Export the original series of the scanner instead of a computed map.");
            }
            position = dataSet.endOf(element, header.syntax(), 1);
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

    /**
     * The items of a sequence, read now; none if the data set lacks it.
     *
     * @throws UnreadableImageException if the sequence contradicts itself or has too many items
     */
    List<DicomDataSet> items(int tag) throws UnreadableImageException {
        DicomElement sequence = find(tag);
        if (sequence == null) {
            return List.of();
        }
        TransferSyntax inside = syntaxInside(sequence, syntax);
        int end = sequence.hasUndefinedLength() ? content.length : sequence.end();
        List<DicomDataSet> items = new ArrayList<>();
        int position = sequence.offset();
        while (position < end) {
            DicomElement item = DicomElement.readAt(content, position, inside);
            if (item.tag() == SEQUENCE_END) {
                return items;
            }
            if (item.tag() != ITEM || items.size() == MAX_ITEMS) {
                throw UnreadableImageException.damaged("DICOM", "a sequence holds something other than items");
            }
            DicomDataSet read = new DicomDataSet(content, inside);
            position = read.fill(item);
            items.add(read);
        }
        return items;
    }

    /** Reads an item's elements; returns the position behind it. */
    private int fill(DicomElement item) throws UnreadableImageException {
        int end = item.hasUndefinedLength() ? content.length : item.end();
        int position = item.offset();
        while (position < end) {
            DicomElement element = DicomElement.readAt(content, position, syntax);
            if (element.tag() == ITEM_END) {
                return element.offset();
            }
            if (element.tag() != PIXELS) {
                keep(element);
            }
            position = endOf(element, syntax, 2);
        }
        return end;
    }

    private void keep(DicomElement element) {
        int tag = element.tag();
        boolean wanted = switch (tag) {
            case CHARACTER_SET,
                    IMAGE_TYPE,
                    PIXELS,
                    ORIENTATION_SEQUENCE,
                    POSITION_SEQUENCE,
                    SHARED_GROUPS,
                    FRAME_GROUPS -> true;
            default -> element.group() == IMAGE_GROUP || DicomText.isDisplayed(tag);
        };
        if (wanted) {
            elements.putIfAbsent(tag, element);
        }
    }

    /** An unknown element of undefined length is a sequence in implicit VR little endian (PS3.5 section 6.2.2). */
    private static TransferSyntax syntaxInside(DicomElement element, TransferSyntax outside) {
        return element.vr().equals("UN") ? TransferSyntax.IMPLICIT_LITTLE : outside;
    }

    private int endOf(DicomElement element, TransferSyntax outside, int depth) throws UnreadableImageException {
        if (element.hasUndefinedLength()) {
            return skipSequence(element.offset(), syntaxInside(element, outside), depth);
        }
        element.requireWithin(content);
        return element.end();
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
            position = endOf(element, inside, depth + 1);
        }
    }
}
