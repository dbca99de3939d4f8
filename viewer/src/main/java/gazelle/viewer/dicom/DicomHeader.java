package gazelle.viewer.dicom;

import gazelle.viewer.format.Unpacking;
import gazelle.viewer.slice.UnreadableImageException;
import gazelle.viewer.tag.TagNumbers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The start of a DICOM file (PS3.10 section 7.1): where its data set begins and how that is encoded.
 *
 * <pre>
 *   preamble(128) "DICM" | group 0002, explicit VR little endian | data set in the transfer syntax of (0002,0010)
 * </pre>
 *
 * <p>Files without preamble, or without group 0002, are common in archives of old scanners; their encoding is told from
 * the first element.
 *
 * <p>Some writers encode group 0002 like the data set, or name another encoding than the one they used: what the bytes show counts, and
 * {@code notes} says so.
 *
 * @param syntax the encoding of the data set
 * @param metaSyntax the encoding of group 0002
 * @param metaOffset where group 0002 begins or would begin, in bytes
 * @param dataSetOffset where the data set begins, in bytes
 * @param notes sentences for people on what contradicts the standard
 */
record DicomHeader(
        TransferSyntax syntax, TransferSyntax metaSyntax, int metaOffset, int dataSetOffset, List<String> notes) {
    private static final int PREAMBLE_BYTES = 128;
    private static final byte[] MARK = "DICM".getBytes(StandardCharsets.US_ASCII);
    private static final int FIRST_GROUP = 0x0008;

    /** A data set starts with a group length, a character set, an image type or a class UID: all below this number. */
    private static final int MAX_FIRST_ELEMENT = 0x0060;

    /** The longest first element that is believed without a preamble, in bytes. */
    private static final int MAX_FIRST_LENGTH = 256;

    static boolean isDicom(byte[] content) {
        return hasPreamble(content) || startsWithMeta(content) || guess(content, 0) != null;
    }

    /** Reads the start of a file that {@link #isDicom} accepted. */
    static DicomHeader parse(byte[] content) throws UnreadableImageException {
        int metaOffset = hasPreamble(content) ? PREAMBLE_BYTES + MARK.length : 0;
        int position = metaOffset;
        String uid = null;
        TransferSyntax first = TransferSyntax.EXPLICIT_LITTLE;
        TransferSyntax meta = DataSetEncoding.ofMeta(content, position);
        while (meta != null) {
            first = position == metaOffset ? meta : first;
            DicomElement element = DicomElement.readAt(content, position, meta);
            if (element.hasUndefinedLength()) {
                throw UnreadableImageException.damaged("DICOM", "its file header has no defined length");
            }
            if (element.tag() == TagNumbers.TRANSFER_SYNTAX) {
                uid = new String(content, element.offset(), element.length(), StandardCharsets.ISO_8859_1)
                        .replace('\0', ' ')
                        .strip();
            }
            position = element.end();
            meta = DataSetEncoding.ofMeta(content, position);
        }
        List<String> notes = new ArrayList<>();
        if (!first.equals(TransferSyntax.EXPLICIT_LITTLE)) {
            notes.add("The file header is encoded against the standard (" + first.name()
                    + "); it was read all the same.");
        }
        TransferSyntax syntax = uid == null ? guessed(content, position) : TransferSyntax.ofUid(uid);
        TransferSyntax shown = uid == null ? syntax : shown(content, position, syntax);
        if (!shown.equals(syntax)) {
            notes.add("The file header says \"" + syntax.name() + "\", but the data set is encoded as \""
                    + (shown.explicitVr() ? "Explicit" : "Implicit") + " VR "
                    + (shown.bigEndian() ? "Big" : "Little") + " Endian\"; it was read as that.");
        }
        return new DicomHeader(shown, first, metaOffset, position, List.copyOf(notes));
    }

    private static TransferSyntax guessed(byte[] content, int position) throws UnreadableImageException {
        TransferSyntax guessed = guess(content, position);
        TransferSyntax syntax = guessed == null ? DataSetEncoding.of(content, position) : guessed;
        if (syntax == null) {
            throw content.length - position < DicomElement.MIN_BYTES
                    ? UnreadableImageException.truncated("DICOM")
                    : UnreadableImageException.damaged("DICOM", "it does not say how it is encoded");
        }
        return syntax;
    }

    /** Returns the encoding that the bytes show where they contradict the one that is named. */
    private static TransferSyntax shown(byte[] content, int position, TransferSyntax named) {
        TransferSyntax found = DataSetEncoding.of(content, position);
        if (found == null || (named.deflated() && !found.explicitVr())) {
            return named;
        }
        boolean agrees = found.explicitVr() == named.explicitVr() && found.bigEndian() == named.bigEndian();
        if (agrees && !named.deflated()) {
            return named;
        }
        if (named.pixels() == TransferSyntax.PixelCoding.NATIVE) {
            return found;
        }
        // Compressed pixels have one byte order.
        return found.bigEndian() ? named : named.withoutVr();
    }

    /**
     * The bytes that hold the data set: those of the file, or what its deflated part unpacks to.
     *
     * @throws UnreadableImageException if that part is damaged, cut off or larger than the limit
     */
    byte[] unpacked(byte[] content) throws UnreadableImageException {
        return syntax.deflated() ? Unpacking.inflate(content, dataSetOffset) : content;
    }

    /** This header as it applies to {@link #unpacked} bytes. */
    DicomHeader afterUnpacking() {
        return syntax.deflated() ? new DicomHeader(syntax, metaSyntax, 0, 0, notes) : this;
    }

    private static boolean hasPreamble(byte[] content) {
        if (content.length < PREAMBLE_BYTES + MARK.length) {
            return false;
        }
        for (int i = 0; i < MARK.length; i++) {
            if (content[PREAMBLE_BYTES + i] != MARK[i]) {
                return false;
            }
        }
        return true;
    }

    /** Without a preamble, bytes that could be a length must lead to a second element of the group. */
    private static boolean startsWithMeta(byte[] content) {
        TransferSyntax meta = DataSetEncoding.ofMeta(content, 0);
        return meta != null
                && (meta.explicitVr()
                        || TransferSyntax.IMPLICIT_LITTLE.equals(DataSetEncoding.ofMeta(
                                content, DicomElement.MIN_BYTES + DicomElement.intAt(content, 4, false))));
    }

    private static @Nullable TransferSyntax guess(byte[] content, int position) {
        if (content.length - position < DicomElement.MIN_BYTES) {
            return null;
        }
        boolean knownVr = DicomElement.isKnownVr(content, position + 4);
        if (startsDataSet(content, position, false)) {
            if (knownVr) {
                return TransferSyntax.EXPLICIT_LITTLE;
            }
            int length = DicomElement.intAt(content, position + 4, false);
            return length >= 0 && length <= MAX_FIRST_LENGTH ? TransferSyntax.IMPLICIT_LITTLE : null;
        }
        return knownVr && startsDataSet(content, position, true) ? TransferSyntax.EXPLICIT_BIG : null;
    }

    private static boolean startsDataSet(byte[] content, int position, boolean bigEndian) {
        return DicomElement.shortAt(content, position, bigEndian) == FIRST_GROUP
                && DicomElement.shortAt(content, position + 2, bigEndian) <= MAX_FIRST_ELEMENT;
    }
}
