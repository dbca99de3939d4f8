package gazelle.viewer.dicom;

import gazelle.viewer.dicom.DicomWalker.Next;
import gazelle.viewer.slice.HeaderText;
import gazelle.viewer.slice.UnreadableImageException;
import gazelle.viewer.slice.UnreadableImageException.Code;
import gazelle.viewer.tag.TagNumbers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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
    /** More frames than any real object has. */
    private static final int MAX_ITEMS = 1 << 16;

    private final byte[] content;
    private final TransferSyntax syntax;
    private final Map<Integer, DicomElement> elements = new HashMap<>();
    private int odd;

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
        Top top = dataSet.new Top();
        new DicomWalker(content).dataSet(header.dataSetOffset(), content.length, header.syntax(), top);
        if (top.pixels) {
            dataSet.odd = top.odd;
            return dataSet;
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

    /** Sentences for people on what of its header contradicts the standard or could not be understood. */
    List<String> notes() {
        List<String> notes = new ArrayList<>();
        if (odd > 0) {
            notes.add("Entries of the header that do not say their kind as the standard asks: " + odd
                    + ". They were read all the same.");
        }
        List<String> unknown = DicomCharset.unknown(texts(TagNumbers.CHARACTER_SET));
        if (!unknown.isEmpty()) {
            notes.add("The header names a character set that is not known here (" + String.join(", ", unknown)
                    + "): names and texts may show wrong letters.");
        }
        return notes;
    }

    /** The first unsigned 16-bit number of an element, or the fallback if the data set lacks it or it is empty. */
    int unsignedShort(int tag, int fallback) {
        DicomElement element = find(tag);
        return element == null || element.length() < 2
                ? fallback
                : DicomElement.shortAt(content, element.offset(), syntax.bigEndian());
    }

    /** The first number of an element, written in digits or in binary; 0 if the data set lacks it or it makes no sense. */
    double number(int tag) {
        DicomElement element = find(tag);
        if (element == null || element.hasUndefinedLength()) {
            return 0;
        }
        double number = switch (tag) {
            case TagNumbers.DIFFUSION_WEIGHT, TagNumbers.EFFECTIVE_ECHO_TIME ->
                element.length() < Double.BYTES
                        ? 0
                        : ByteBuffer.wrap(content)
                                .order(syntax.bigEndian() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN)
                                .getDouble(element.offset());
            case TagNumbers.TEMPORAL_INDEX ->
                element.length() < Integer.BYTES
                        ? 0
                        : Integer.toUnsignedLong(DicomElement.intAt(content, element.offset(), syntax.bigEndian()));
            default -> {
                List<String> texts = texts(tag);
                yield texts.isEmpty()
                        ? 0
                        : HeaderText.sensible(texts.getFirst()).orElse(0);
            }
        };
        return Double.isFinite(number) ? number : 0;
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
        Items items = new Items();
        new DicomWalker(content).sequence(sequence, syntax, items);
        return items.read;
    }

    /** Keeps what is wanted of the top level, up to the pixels. */
    private final class Top implements DicomWalker.Visitor {
        private boolean pixels;
        private int odd;

        @Override
        public Next element(DicomElement element, String vr, TransferSyntax inside, int depth)
                throws UnreadableImageException {
            keep(element);
            odd += syntax.explicitVr() && element.vr().isEmpty() ? 1 : 0;
            if (element.tag() == TagNumbers.FLOAT_PIXELS || element.tag() == TagNumbers.DOUBLE_PIXELS) {
                throw UnreadableImageException.unsupported(
                        "This DICOM file stores its pixels as floating point numbers",
                        "Export the original series of the scanner instead of a computed map.");
            }
            pixels = element.tag() == TagNumbers.PIXELS;
            return pixels ? Next.STOP : Next.OVER;
        }

        @Override
        public void item(DicomElement item, TransferSyntax inside, int depth) {}

        @Override
        public void end(int valueEnd) {}
    }

    /** Makes each item of a sequence a data set. */
    private final class Items implements DicomWalker.Visitor {
        private final List<DicomDataSet> read = new ArrayList<>();

        @Override
        public Next element(DicomElement element, String vr, TransferSyntax inside, int depth) {
            if (element.tag() != TagNumbers.PIXELS) {
                read.getLast().keep(element);
            }
            return Next.OVER;
        }

        @Override
        public void item(DicomElement item, TransferSyntax inside, int depth) throws UnreadableImageException {
            if (read.size() == MAX_ITEMS) {
                throw UnreadableImageException.damaged("DICOM", "a sequence has more than " + MAX_ITEMS + " items");
            }
            read.add(new DicomDataSet(content, inside));
        }

        @Override
        public void end(int valueEnd) {}
    }

    private void keep(DicomElement element) {
        int tag = element.tag();
        boolean wanted = switch (tag) {
            case TagNumbers.CHARACTER_SET,
                    TagNumbers.IMAGE_TYPE,
                    TagNumbers.PIXELS,
                    TagNumbers.ORIENTATION_SEQUENCE,
                    TagNumbers.POSITION_SEQUENCE,
                    TagNumbers.SHARED_GROUPS,
                    TagNumbers.FRAME_CONTENT_SEQUENCE,
                    TagNumbers.TEMPORAL_INDEX,
                    TagNumbers.TEMPORAL_POSITION,
                    TagNumbers.DIFFUSION_SEQUENCE,
                    TagNumbers.DIFFUSION_WEIGHT,
                    TagNumbers.ECHO_SEQUENCE,
                    TagNumbers.EFFECTIVE_ECHO_TIME,
                    TagNumbers.FRAME_TYPE_SEQUENCE,
                    TagNumbers.FRAME_TYPE,
                    TagNumbers.FRAME_GROUPS -> true;
            default ->
                switch (element.group()) {
                    case TagNumbers.IMAGE_GROUP, TagNumbers.SIEMENS_GROUP, TagNumbers.CSA_GROUP, TagNumbers.UIH_GROUP ->
                        true;
                    default -> DicomText.isDisplayed(tag);
                };
        };
        if (wanted) {
            elements.putIfAbsent(tag, element);
        }
    }
}
