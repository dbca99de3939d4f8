package gazelle.viewer.dicom;

import gazelle.viewer.dicom.DicomWalker.Next;
import gazelle.viewer.format.ForeignFormat;
import gazelle.viewer.slice.HeaderText;
import gazelle.viewer.slice.UnreadableImageException;
import gazelle.viewer.tag.DicomDictionary;
import gazelle.viewer.tag.TagNumbers;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All elements of a DICOM file in its order, nested ones included; no pixel is decoded.
 *
 * <p>A file that is damaged or cut off gives what precedes the damage. Of a deflated file the file header is left out,
 * because it lies in other bytes. Nesting and number of elements are limited, values
 * are not copied, and text is decoded when it is asked for.
 */
public final class DicomTags {
    /** More elements than any real object has: those of 20,000 frames with 100 elements each. They take some 100 MiB here. */
    public static final int MAX_ELEMENTS = 1 << 21;

    private final byte[] content;
    private final TransferSyntax transferSyntax;
    private final List<DicomTag> tags = new ArrayList<>();
    private final Map<Integer, String> privateCreators = new HashMap<>();
    private DicomCharset charset = DicomCharset.of(List.of());
    private @Nullable UnreadableImageException ending;
    private int tailBytes;
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
        DicomWalker walker = new DicomWalker(content);
        Listing listing = new Listing();
        try {
            // The file header of a deflated file lies in other bytes than its data set.
            if (!header.syntax().deflated()) {
                walker.dataSet(header.metaOffset(), header.dataSetOffset(), header.metaSyntax(), listing);
                listing.dataSetBegins();
            }
            walker.dataSet(header.afterUnpacking().dataSetOffset(), content.length, header.syntax(), listing);
        } catch (UnreadableImageException end) {
            if (isTail(listing, walker.reached())) {
                tailBytes = content.length - walker.reached();
            } else {
                ending = end;
            }
        }
    }

    /** Bytes behind the data set: zeros up to a block's end, or whatever follows the pixels and is no element. */
    private boolean isTail(Listing listing, int start) {
        if (listing.pixelsEnd > 0 && start >= listing.pixelsEnd) {
            return true;
        }
        for (int i = start; i < content.length; i++) {
            if (content[i] != 0) {
                return false;
            }
        }
        return listing.lastTag != 0;
    }

    /** Lists every element and item, and enters every sequence. */
    private final class Listing implements DicomWalker.Visitor {
        /** Places in the list of the elements and items that have not ended. */
        private final Deque<Integer> open = new ArrayDeque<>();

        /** The last element of the top level, and the place behind the pixels once they were passed; else 0. */
        private int lastTag;

        private int pixelsEnd;

        private void dataSetBegins() {
            lastTag = 0;
        }

        @Override
        public Next element(DicomElement element, String vr, TransferSyntax syntax, int depth)
                throws UnreadableImageException {
            if (depth == 0) {
                top(element);
            }
            if (element.hasUndefinedLength()) {
                open.push(tags.size());
                add(element, DicomWalker.holdsFragments(element, vr) ? vr : "SQ", 0, syntax, depth);
                return Next.INTO;
            }
            element.requireWithin(content);
            if (depth == 0 && element.tag() == TagNumbers.PIXELS) {
                pixelsEnd = element.end();
            }
            if (vr.equals("SQ")) {
                open.push(tags.size());
            }
            add(element, vr, element.length(), syntax, depth);
            note(element, depth);
            return vr.equals("SQ") ? Next.INTO : Next.OVER;
        }

        /** Behind the pixels tags go on ascending, unless what follows is no part of the data set. */
        private void top(DicomElement element) throws UnreadableImageException {
            int tag = element.tag();
            if (tag == 0 || (pixelsEnd > 0 && Integer.compareUnsigned(tag, lastTag) <= 0)) {
                throw UnreadableImageException.damaged("DICOM", "its header cannot be followed");
            }
            reachesPixels |= tag == TagNumbers.PIXELS;
            lastTag = tag;
        }

        @Override
        public void item(DicomElement item, TransferSyntax syntax, int depth) throws UnreadableImageException {
            open.push(tags.size());
            add(item, "", item.hasUndefinedLength() ? 0 : item.length(), syntax, depth);
        }

        @Override
        public void end(int valueEnd) {
            int index = open.pop();
            if (open.isEmpty() && tags.get(index).tag() == TagNumbers.PIXELS) {
                pixelsEnd = valueEnd + DicomElement.MIN_BYTES;
            }
            if (tags.get(index).hasUndefinedLength()) {
                close(index, valueEnd);
            }
        }
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
        if (element.tag() == TagNumbers.CHARACTER_SET && depth == 0) {
            charset = DicomCharset.of(DicomText.plain(content, element));
        } else if (DicomWalker.isPrivateCreator(element.tag())) {
            List<String> names = DicomText.plain(content, element);
            if (!names.isEmpty()) {
                privateCreators.putIfAbsent(element.tag(), HeaderText.displayable(names.getFirst()));
            }
        }
    }

    /** The elements, items and fragments, in the order of the file. */
    public List<DicomTag> list() {
        return List.copyOf(tags);
    }

    /**
     * Returns whether the data set was followed to its end, with nothing but {@linkplain #tailBytes() a tail} behind it; otherwise
     * elements are missing at the end.
     */
    public boolean complete() {
        return ending == null;
    }

    /** The reason why elements are missing at the end; empty if none are. */
    Optional<UnreadableImageException> ending() {
        return Optional.ofNullable(ending);
    }

    /** Bytes behind the data set that are no part of it, such as zeros that fill a block; they are in no element. */
    public int tailBytes() {
        return tailBytes;
    }

    /** Returns whether the walk came as far as the pixels, which are the last element that matters to people. */
    public boolean reachesPixels() {
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

    /** Returns whether a data set of this transfer syntax names value representations, as the standard asks; this one may not. */
    public boolean explicitVr() {
        return transferSyntax.explicitVr() || transferSyntax.pixels() != TransferSyntax.PixelCoding.NATIVE;
    }

    /** Returns whether numbers have their most significant byte first. */
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

    /** Returns the name of an element: the standard's, or whose private element it is, or nothing. */
    public String name(DicomTag tag) {
        if (!tag.isPrivate()) {
            return (tag.tag() & 0xFFFF) == 0 && tag.group() != TagNumbers.META_GROUP
                    ? "Group Length"
                    : DicomDictionary.find(tag.tag())
                            .map(DicomDictionary.Entry::name)
                            .orElse("");
        }
        if (DicomWalker.isPrivateCreator(tag.tag())) {
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
