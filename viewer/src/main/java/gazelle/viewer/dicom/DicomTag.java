package gazelle.viewer.dicom;

import gazelle.viewer.tag.TagNumbers;
import java.util.Locale;
import java.util.Objects;

/**
 * One element, item or fragment of a DICOM file: what it is and where its value lies.
 *
 * <p>Items and fragments have the tag (FFFE,E000) and no value representation; the elements of an item are one level
 * deeper than the item, and the item one level deeper than its sequence.
 *
 * @param tag group in the upper 16 bits, element in the lower 16
 * @param vr the value representation: the file's, or the dictionary's where the encoding does not give one ({@code UN} for
 *     unknown elements); empty for items
 * @param depth 0 at the top level
 * @param offset where the value begins in {@link DicomTags#content()}, in bytes
 * @param length bytes of the value; of one of undefined length without the delimiter at its end
 * @param hasUndefinedLength whether the file gives a delimiter instead of a length
 * @param bigEndian whether numbers of the value have their most significant byte first
 */
public record DicomTag(
        int tag, String vr, int depth, int offset, int length, boolean hasUndefinedLength, boolean bigEndian) {
    public DicomTag {
        Objects.requireNonNull(vr, "vr");
        if (depth < 0 || offset < 0 || length < 0) {
            throw new IllegalArgumentException(
                    "depth, offset, length: " + depth + ", " + offset + ", " + length + " (expected: >= 0)");
        }
    }

    /** Group, the upper half of the tag. */
    public int group() {
        return tag >>> 16;
    }

    /** Returns whether it is an item of a sequence or a fragment of compressed pixels. */
    public boolean isItem() {
        return tag == TagNumbers.ITEM;
    }

    /** Returns whether its group is odd, that is, a manufacturer's own (PS3.5 section 7.8). */
    public boolean isPrivate() {
        return (group() & 1) == 1;
    }

    /** The tag as the standard writes it: {@code (0010,0020)}. */
    public String number() {
        return String.format(Locale.ROOT, "(%04X,%04X)", group(), tag & 0xFFFF);
    }
}
