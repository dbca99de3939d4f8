package gazelle.viewer.dicom;

import gazelle.viewer.tag.TagNumbers;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;

/**
 * Writes elements of a DICOM data set (PS3.5 section 7.1), with or without their value representation and in either byte order.
 *
 * <p>Values are taken as they are to be written, and padded to an even length. Sequences and items end with delimiters.
 */
final class DicomWriter {
    /** Value representations whose length takes two bytes; all others take four after two empty ones. */
    private static final Set<String> SHORT_FORM = Set.of(
            "AE", "AS", "AT", "CS", "DA", "DS", "DT", "FL", "FD", "IS", "LO", "LT", "PN", "SH", "SL", "SS", "ST", "TM",
            "UI", "UL", "US");

    private static final Set<String> PADDED_WITH_BLANK =
            Set.of("AE", "AS", "CS", "DA", "DS", "DT", "IS", "LO", "LT", "PN", "SH", "ST", "TM", "UC", "UR", "UT");

    private static final int UNDEFINED = -1;
    private static final int LARGEST_SHORT = 0xFFFE;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final boolean explicitVr;
    private final ByteOrder order;

    DicomWriter(boolean explicitVr, boolean bigEndian) {
        this.explicitVr = explicitVr;
        this.order = bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }

    /** An element of text in the default character set. */
    DicomWriter text(int tag, String vr, String value) {
        return element(tag, vr, value.getBytes(StandardCharsets.US_ASCII));
    }

    DicomWriter element(int tag, String vr, byte[] value) {
        byte[] even = value.length % 2 == 0 ? value : Arrays.copyOf(value, value.length + 1);
        if (even.length > value.length && PADDED_WITH_BLANK.contains(vr)) {
            even[value.length] = ' ';
        }
        // A value that is too long for its representation's short form is of an unknown one (PS3.5 section 6.2.2).
        boolean fits = !SHORT_FORM.contains(vr) || even.length <= LARGEST_SHORT;
        header(tag, fits ? vr : "UN", even.length);
        out.writeBytes(even);
        return this;
    }

    DicomWriter beginSequence(int tag, String vr) {
        header(tag, vr, UNDEFINED);
        return this;
    }

    DicomWriter endSequence() {
        header(TagNumbers.SEQUENCE_END, "", 0);
        return this;
    }

    DicomWriter beginItem() {
        header(TagNumbers.ITEM, "", UNDEFINED);
        return this;
    }

    DicomWriter endItem() {
        header(TagNumbers.ITEM_END, "", 0);
        return this;
    }

    /** A fragment of compressed pixels. */
    DicomWriter fragment(byte[] value) {
        return element(TagNumbers.ITEM, "", value);
    }

    DicomWriter raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    byte[] toByteArray() {
        return out.toByteArray();
    }

    private void header(int tag, String vr, int length) {
        ByteBuffer header = ByteBuffer.allocate(12).order(order);
        header.putShort((short) (tag >>> 16)).putShort((short) tag);
        if (vr.isEmpty() || !explicitVr) {
            header.putInt(length);
        } else {
            header.put(vr.getBytes(StandardCharsets.US_ASCII));
            if (SHORT_FORM.contains(vr)) {
                header.putShort((short) length);
            } else {
                header.putShort((short) 0).putInt(length);
            }
        }
        out.write(header.array(), 0, header.position());
    }
}
