package gazelle.viewer.io;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All elements of a DICOM file in its order, nested ones included; no pixel is decoded.
 *
 * <p>A file that is damaged or cut off gives what precedes the damage. Of a deflated file the file header is left out,
 * because it lies in other bytes. Depth and number of elements are limited, values
 * are not copied, and text is decoded when it is asked for.
 */
public final class DicomTags {
    /** Deeper nesting than any real object has. */
    public static final int MAX_DEPTH = 32;

    /** More elements than any real object has: those of 3,000 frames with 40 elements each. */
    public static final int MAX_ELEMENTS = 1 << 17;

    private static final int SEQUENCE_END = 0xFFFEE0DD;
    private static final int ITEM_END = 0xFFFEE00D;
    private static final int META_GROUP = 0x0002;

    private final byte[] content;
    private final TransferSyntax transferSyntax;
    private final List<DicomTag> tags = new ArrayList<>();
    private final Map<Integer, String> privateCreators = new HashMap<>();
    private DicomCharset charset = DicomCharset.of(List.of());
    private boolean complete;
    private boolean reachesPixels;

    private DicomTags(byte[] content, TransferSyntax transferSyntax) {
        this.content = content;
        this.transferSyntax = transferSyntax;
    }

    /**
     * Walks through a file or the beginning of one.
     *
     * @param file the bytes; kept, and not to be changed as long as the result is used
     * @throws UnreadableImageException if it is no DICOM file, or of a transfer syntax that is not read
     */
    public static DicomTags parse(byte[] file) throws UnreadableImageException {
        if (!DicomHeader.isDicom(file)) {
            throw ForeignFormat.refusal(file);
        }
        DicomHeader header = DicomHeader.parse(file);
        byte[] unpacked = header.unpacked(file);
        DicomTags walk = new DicomTags(unpacked, header.syntax());
        walk.follow(header);
        return walk;
    }

    private void follow(DicomHeader header) {
        try {
            // The file header of a deflated file lies in other bytes than its data set.
            if (!header.syntax().deflated()) {
                elements(header.metaOffset(), header.dataSetOffset(), TransferSyntax.EXPLICIT_LITTLE, 0, false);
            }
            elements(header.afterUnpacking().dataSetOffset(), content.length, header.syntax(), 0, false);
            complete = true;
        } catch (UnreadableImageException end) {
            complete = false;
        }
    }

    /** Follows elements up to a position or, if they are delimited, to the end of their item; returns the position behind them. */
    private int elements(int start, int end, TransferSyntax syntax, int depth, boolean delimited)
            throws UnreadableImageException {
        int position = start;
        while (position < end) {
            DicomElement element = DicomElement.readAt(content, position, syntax);
            if (element.tag() == ITEM_END && delimited) {
                return element.offset();
            }
            if (element.group() == DicomElement.ITEM_GROUP) {
                throw UnreadableImageException.damaged("DICOM", "a sequence ends that never began");
            }
            position = element(element, syntax, depth);
        }
        if (delimited) {
            throw UnreadableImageException.damaged("DICOM", "an item has no end");
        }
        return position;
    }

    private int element(DicomElement element, TransferSyntax syntax, int depth) throws UnreadableImageException {
        String vr = representation(element);
        if (element.tag() == DicomDataSet.PIXELS && depth == 0) {
            reachesPixels = true;
        }
        if (!element.hasUndefinedLength()) {
            element.requireWithin(content);
            add(element, vr, element.length(), syntax, depth);
            if (vr.equals("SQ")) {
                items(element.offset(), element.end(), syntax, depth + 1, false, false);
            }
            note(element, depth);
            return element.end();
        }
        // An unknown element of undefined length is a sequence in implicit VR little endian (PS3.5 section 6.2.2).
        TransferSyntax inside = element.vr().equals("UN") ? TransferSyntax.IMPLICIT_LITTLE : syntax;
        boolean fragments = element.tag() == DicomDataSet.PIXELS || vr.equals("OB") || vr.equals("OW");
        int index = tags.size();
        add(element, fragments ? vr : "SQ", 0, syntax, depth);
        int end = items(element.offset(), content.length, inside, depth + 1, fragments, true);
        close(index, end - DicomElement.MIN_BYTES);
        return end;
    }

    /** Follows items up to a position or, if they are delimited, to the end of their sequence; returns the position behind them. */
    private int items(int start, int end, TransferSyntax syntax, int depth, boolean fragments, boolean delimited)
            throws UnreadableImageException {
        int position = start;
        while (position < end) {
            DicomElement item = DicomElement.readAt(content, position, syntax);
            if (item.tag() == SEQUENCE_END && delimited) {
                return item.offset();
            }
            if (item.tag() != DicomTag.ITEM || depth > MAX_DEPTH || (fragments && item.hasUndefinedLength())) {
                throw UnreadableImageException.damaged("DICOM", "a sequence cannot be followed");
            }
            int index = tags.size();
            add(item, "", item.hasUndefinedLength() ? 0 : item.length(), syntax, depth);
            if (fragments) {
                position = item.end();
            } else if (item.hasUndefinedLength()) {
                position = elements(item.offset(), content.length, syntax, depth + 1, true);
                close(index, position - DicomElement.MIN_BYTES);
            } else {
                elements(item.offset(), item.end(), syntax, depth + 1, false);
                position = item.end();
            }
        }
        if (delimited) {
            throw UnreadableImageException.damaged("DICOM", "a sequence has no end");
        }
        return position;
    }

    private void add(DicomElement element, String vr, int length, TransferSyntax syntax, int depth)
            throws UnreadableImageException {
        if (tags.size() == MAX_ELEMENTS) {
            throw UnreadableImageException.tooLarge("This DICOM file has more than " + MAX_ELEMENTS + " elements");
        }
        tags.add(new DicomTag(
                element.tag(), vr, depth, element.offset(), length, element.hasUndefinedLength(), syntax.bigEndian()));
    }

    /** Gives an element of undefined length the length that was found. */
    private void close(int index, int end) {
        DicomTag open = tags.get(index);
        tags.set(
                index,
                new DicomTag(
                        open.tag(),
                        open.vr(),
                        open.depth(),
                        open.offset(),
                        end - open.offset(),
                        true,
                        open.bigEndian()));
    }

    private void note(DicomElement element, int depth) {
        if (element.tag() == DicomDataSet.CHARACTER_SET && depth == 0) {
            charset = DicomCharset.of(DicomText.plain(content, element));
        } else if (isPrivateCreator(element.tag())) {
            List<String> names = DicomText.plain(content, element);
            if (!names.isEmpty()) {
                privateCreators.putIfAbsent(element.tag(), DicomText.displayable(names.getFirst()));
            }
        }
    }

    /** Elements (gggg,0010-00FF) of odd groups name who reserved a block of them (PS3.5 section 7.8.1). */
    private static boolean isPrivateCreator(int tag) {
        int element = tag & 0xFFFF;
        return (tag >>> 16 & 1) == 1 && element >= 0x10 && element <= 0xFF;
    }

    private static String representation(DicomElement element) {
        if (!element.vr().isEmpty() && !element.vr().equals("UN")) {
            return element.vr();
        }
        if ((element.tag() & 0xFFFF) == 0) {
            return "UL";
        }
        if (isPrivateCreator(element.tag())) {
            return "LO";
        }
        return DicomDictionary.find(element.tag())
                .map(DicomDictionary.Entry::vr)
                .orElse("UN");
    }

    /** The elements, items and fragments, in the order of the file. */
    public List<DicomTag> list() {
        return List.copyOf(tags);
    }

    /** Whether everything up to the last byte was followed; otherwise elements are missing at the end. */
    public boolean complete() {
        return complete;
    }

    /** Whether the walk came as far as the pixels, which are the last element that matters to people. */
    boolean reachesPixels() {
        return reachesPixels;
    }

    /** The name of the transfer syntax. */
    public String transferSyntax() {
        return transferSyntax.name();
    }

    /** The unique identifier of the transfer syntax; of a deflated one, of the same without deflation. */
    public String undeflatedSyntaxUid() {
        return transferSyntax.deflated() ? TransferSyntax.EXPLICIT_LITTLE.uid() : transferSyntax.uid();
    }

    /** Whether the data set's elements name their value representation. */
    public boolean explicitVr() {
        return transferSyntax.explicitVr();
    }

    /** Whether numbers have their most significant byte first. */
    public boolean bigEndian() {
        return transferSyntax.bigEndian();
    }

    /** The bytes in which values lie: those of the file, or what its deflated part unpacks to. Not a copy. */
    public byte[] content() {
        return content;
    }

    /** A copy of a value's bytes. */
    public byte[] value(DicomTag tag) {
        return Arrays.copyOfRange(content, tag.offset(), tag.offset() + tag.length());
    }

    /** What people call an element: the standard's name, or whose private element it is, or nothing. */
    public String name(DicomTag tag) {
        if (!tag.isPrivate()) {
            return (tag.tag() & 0xFFFF) == 0 && tag.group() != META_GROUP
                    ? "Group Length"
                    : DicomDictionary.find(tag.tag())
                            .map(DicomDictionary.Entry::name)
                            .orElse("");
        }
        if (isPrivateCreator(tag.tag())) {
            return "Private Creator";
        }
        String creator = privateCreators.get(tag.group() << 16 | (tag.tag() >>> 8 & 0xFF));
        return creator == null ? "Private" : "Private (" + creator + ")";
    }

    /**
     * The value as text for people: decoded in the file's character set, numbers with {@code \} between them, of at most
     * {@link DicomValueText#MAX_LENGTH} characters, without control characters; a size where there is no text.
     */
    public String text(DicomTag tag) {
        if (tag.vr().equals("SQ")) {
            return "";
        }
        return DicomValueText.of(content, tag, charset);
    }
}
