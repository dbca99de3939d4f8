package gazelle.viewer.dicom;

import gazelle.viewer.slice.UnreadableImageException;
import gazelle.viewer.tag.DicomDictionary;
import gazelle.viewer.tag.TagNumbers;
import java.util.ArrayList;
import java.util.List;

/**
 * Follows the elements of a DICOM file in their order (PS3.5 section 7.5): the one place that finds the end of an element, an item and
 * a sequence, and that limits how deeply sequences are nested.
 *
 * <p>Elements of a defined length are stepped over as a whole unless the visitor enters them; sequences of undefined length are
 * followed to their delimiter in any case. A delimiter of a sequence or item whose length is defined ends it early.
 */
final class DicomWalker {
    /** Sequences within sequences: more than any real object has, and few enough for recursion. */
    static final int MAX_NESTED_SEQUENCES = 16;

    /** The depth of items in the innermost sequence: a sequence and its items are one level each. */
    private static final int MAX_ITEM_DEPTH = 2 * MAX_NESTED_SEQUENCES - 1;

    private static final int STOPPED = -1;

    private static final Visitor SILENT = new Visitor() {
        @Override
        public Next element(DicomElement element, String vr, TransferSyntax syntax, int depth) {
            return Next.OVER;
        }

        @Override
        public void item(DicomElement item, TransferSyntax syntax, int depth) {}

        @Override
        public void end(int valueEnd) {}
    };

    private final byte[] content;
    private int reached;

    DicomWalker(byte[] content) {
        this.content = content;
    }

    /** A visitor's decision about an element. */
    enum Next {
        /** Goes to the element behind it. */
        OVER,
        /** Visits its items, or fragments, and their elements. */
        INTO,
        /** Ends the walk. */
        STOP
    }

    /** Is told of elements and items in the order of the file. */
    interface Visitor {
        /**
         * An element; a defined length may reach beyond the content if it holds pixels.
         *
         * @param vr the value representation: the file's, or the dictionary's where the encoding does not give one
         * @param syntax how the element is encoded
         * @param depth 0 at the top; 2 more within each sequence
         */
        Next element(DicomElement element, String vr, TransferSyntax syntax, int depth) throws UnreadableImageException;

        /**
         * An item of a sequence, or a fragment of compressed pixels, that is entered.
         *
         * @param syntax how its elements are encoded
         * @param depth one more than its sequence's
         */
        void item(DicomElement item, TransferSyntax syntax, int depth) throws UnreadableImageException;

        /**
         * The end of the element or item that was entered last and has not ended yet.
         *
         * @param valueEnd the position behind its value, without a delimiter
         */
        void end(int valueEnd);
    }

    /**
     * Visits the elements of a data set.
     *
     * @param start position of the first
     * @param end position behind the last
     * @throws UnreadableImageException if an element, an item or a sequence has no end or is nested too deeply
     */
    void dataSet(int start, int end, TransferSyntax syntax, Visitor visitor) throws UnreadableImageException {
        elements(start, end, syntax, 0, visitor, false);
    }

    /** The position of the element of the top level that was read last, or that could not be read. */
    int reached() {
        return reached;
    }

    /**
     * Visits the items of one sequence of the top level, and their elements.
     *
     * @param syntax how the sequence is encoded
     */
    void sequence(DicomElement sequence, TransferSyntax syntax, Visitor visitor) throws UnreadableImageException {
        boolean delimited = sequence.hasUndefinedLength();
        items(
                sequence.offset(),
                delimited ? content.length : sequence.end(),
                syntaxInside(sequence, syntax),
                1,
                visitor,
                false,
                delimited);
    }

    /**
     * Returns the fragments of compressed pixels (PS3.5 section A.4), the table of offsets first.
     *
     * @param start position of the first
     */
    List<DicomElement> fragments(int start) throws UnreadableImageException {
        List<DicomElement> fragments = new ArrayList<>();
        Visitor collecting = new Visitor() {
            @Override
            public Next element(DicomElement element, String vr, TransferSyntax syntax, int depth) {
                return Next.OVER;
            }

            @Override
            public void item(DicomElement item, TransferSyntax syntax, int depth) {
                fragments.add(item);
            }

            @Override
            public void end(int valueEnd) {}
        };
        items(start, content.length, TransferSyntax.EXPLICIT_LITTLE, 1, collecting, true, true);
        return fragments;
    }

    /**
     * An unknown element's items are in implicit VR little endian (PS3.5 section 6.2.2); some programs write them explicit all the same.
     */
    private TransferSyntax syntaxInside(DicomElement element, TransferSyntax outside) {
        if (!element.vr().equals("UN")) {
            return outside;
        }
        int first = element.offset() + DicomElement.MIN_BYTES;
        boolean explicit = first <= content.length - DicomElement.MIN_BYTES
                && DicomElement.isKnownVr(content, first + 4)
                && DicomElement.shortAt(content, first, false) != TagNumbers.ITEM_GROUP;
        return explicit ? TransferSyntax.EXPLICIT_LITTLE : TransferSyntax.IMPLICIT_LITTLE;
    }

    /** Returns the value representation of an element, from the dictionary where the encoding does not give one. */
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

    /** Returns whether an element names who reserved a block of private ones: (gggg,0010-00FF) of odd groups (PS3.5 section 7.8.1). */
    static boolean isPrivateCreator(int tag) {
        int element = tag & 0xFFFF;
        return (tag >>> 16 & 1) == 1 && element >= 0x10 && element <= 0xFF;
    }

    /** Returns whether an element of undefined length holds fragments instead of items with elements. */
    static boolean holdsFragments(DicomElement element, String vr) {
        return element.tag() == TagNumbers.PIXELS || vr.equals("OB") || vr.equals("OW");
    }

    /**
     * Follows elements up to a position or, within an item of undefined length, to its delimiter.
     *
     * @return the position behind them
     */
    private int elements(int start, int end, TransferSyntax syntax, int depth, Visitor visitor, boolean delimited)
            throws UnreadableImageException {
        int position = start;
        while (position < end) {
            if (depth == 0) {
                reached = position;
            }
            DicomElement element = DicomElement.readAt(content, position, syntax);
            if (element.tag() == TagNumbers.ITEM_END && depth > 0) {
                return element.offset();
            }
            if (element.group() == TagNumbers.ITEM_GROUP) {
                throw UnreadableImageException.damaged("DICOM", "a sequence ends that never began");
            }
            position = element(element, syntax, depth, visitor);
            if (position == STOPPED) {
                return STOPPED;
            }
        }
        if (delimited) {
            throw UnreadableImageException.truncated("DICOM");
        }
        return position;
    }

    private int element(DicomElement element, TransferSyntax syntax, int depth, Visitor visitor)
            throws UnreadableImageException {
        String vr = representation(element);
        Next next = visitor.element(element, vr, syntax, depth);
        if (next == Next.STOP) {
            return STOPPED;
        }
        boolean delimited = element.hasUndefinedLength();
        if (!delimited) {
            element.requireWithin(content);
            if (next == Next.OVER) {
                return element.end();
            }
        }
        Visitor inside = next == Next.INTO ? visitor : SILENT;
        int end = items(
                element.offset(),
                delimited ? content.length : element.end(),
                syntaxInside(element, syntax),
                depth + 1,
                inside,
                delimited && holdsFragments(element, vr),
                delimited);
        if (end == STOPPED) {
            return STOPPED;
        }
        inside.end(delimited ? end - DicomElement.MIN_BYTES : element.end());
        return delimited ? end : element.end();
    }

    /**
     * Follows items up to a position or, in a sequence of undefined length, to its delimiter.
     *
     * @return the position behind them
     */
    private int items(
            int start, int end, TransferSyntax syntax, int depth, Visitor visitor, boolean fragments, boolean delimited)
            throws UnreadableImageException {
        if (depth > MAX_ITEM_DEPTH) {
            throw UnreadableImageException.damaged("DICOM", "its sequences are nested too deeply");
        }
        int position = start;
        while (position < end) {
            DicomElement item = DicomElement.readAt(content, position, syntax);
            if (item.tag() == TagNumbers.SEQUENCE_END) {
                return item.offset();
            }
            if (item.tag() != TagNumbers.ITEM || (fragments && item.hasUndefinedLength())) {
                throw UnreadableImageException.damaged(
                        "DICOM",
                        fragments
                                ? "its compressed pixels hold something other than fragments"
                                : "a sequence holds something other than items");
            }
            position = item(item, syntax, depth, visitor, fragments);
            if (position == STOPPED) {
                return STOPPED;
            }
        }
        if (delimited) {
            throw UnreadableImageException.truncated("DICOM");
        }
        return position;
    }

    private int item(DicomElement item, TransferSyntax syntax, int depth, Visitor visitor, boolean fragment)
            throws UnreadableImageException {
        visitor.item(item, syntax, depth);
        if (item.hasUndefinedLength()) {
            int end = elements(item.offset(), content.length, syntax, depth + 1, visitor, true);
            if (end != STOPPED) {
                visitor.end(end - DicomElement.MIN_BYTES);
            }
            return end;
        }
        boolean stopped = !fragment
                && !visitor.equals(SILENT)
                && elements(item.offset(), item.end(), syntax, depth + 1, visitor, false) == STOPPED;
        if (!stopped) {
            visitor.end(item.end());
        }
        return stopped ? STOPPED : item.end();
    }
}
