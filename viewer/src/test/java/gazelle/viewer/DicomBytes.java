package gazelle.viewer;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes DICOM files for tests, element by element, in any of the three uncompressed encodings. */
public final class DicomBytes {
    public static final String IMPLICIT = "1.2.840.10008.1.2";
    public static final String EXPLICIT = "1.2.840.10008.1.2.1";
    public static final String BIG_ENDIAN = "1.2.840.10008.1.2.2";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final boolean explicit;
    private final ByteOrder order;

    private DicomBytes(boolean explicit, ByteOrder order) {
        this.explicit = explicit;
        this.order = order;
    }

    /** Starts with preamble and file header. */
    public static DicomBytes file(String transferSyntax) {
        DicomBytes file = dataSet(transferSyntax);
        file.out.writeBytes(new byte[128]);
        file.out.writeBytes("DICM".getBytes(StandardCharsets.US_ASCII));
        DicomBytes meta = new DicomBytes(true, ByteOrder.LITTLE_ENDIAN);
        meta.text(0x00020010, "UI", transferSyntax);
        file.out.writeBytes(meta.toByteArray());
        return file;
    }

    /** Starts with the data set at once. */
    public static DicomBytes dataSet(String transferSyntax) {
        return new DicomBytes(
                !transferSyntax.equals(IMPLICIT),
                transferSyntax.equals(BIG_ENDIAN) ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    }

    /** A data set with everything but pixels: 16 bits, unsigned, MONOCHROME2. */
    public DicomBytes image(int width, int height) {
        return text(0x00080060, "CS", "MR").image(width, height, 16, 16, 15, 0, "MONOCHROME2");
    }

    public DicomBytes image(
            int width, int height, int allocated, int stored, int highBit, int signed, String photometric) {
        return image(width, height, allocated, stored, highBit, signed, photometric, 1);
    }

    public DicomBytes image(
            int width,
            int height,
            int allocated,
            int stored,
            int highBit,
            int signed,
            String photometric,
            int samples) {
        return number(0x00280002, samples)
                .text(0x00280004, "CS", photometric)
                .number(0x00280010, height)
                .number(0x00280011, width)
                .number(0x00280100, allocated)
                .number(0x00280101, stored)
                .number(0x00280102, highBit)
                .number(0x00280103, signed);
    }

    public DicomBytes text(int tag, String vr, String value) {
        String padded = value.length() % 2 == 0 ? value : value + (vr.equals("UI") ? "\0" : " ");
        return element(tag, vr, padded.getBytes(StandardCharsets.ISO_8859_1));
    }

    public DicomBytes number(int tag, int value) {
        return element(tag, "US", shorts(value));
    }

    public DicomBytes pixels(int... samples) {
        return element(0x7FE00010, "OW", shorts(samples));
    }

    public DicomBytes bytePixels(String vr, int... samples) {
        byte[] value = new byte[samples.length];
        for (int i = 0; i < samples.length; i++) {
            value[i] = (byte) samples[i];
        }
        return element(0x7FE00010, vr, value);
    }

    public DicomBytes element(int tag, String vr, byte[] value) {
        return header(tag, vr, value.length).raw(value);
    }

    /** A tag and a length, with the VR where the encoding has one; items and delimiters have none. */
    public DicomBytes header(int tag, String vr, int length) {
        ByteBuffer header = ByteBuffer.allocate(12).order(order);
        header.putShort((short) (tag >>> 16)).putShort((short) tag);
        if (!explicit || vr.isEmpty()) {
            header.putInt(length);
        } else {
            header.put(vr.getBytes(StandardCharsets.US_ASCII));
            if (vr.matches("O.|SQ|U[CNRT]|Z.")) {
                header.putShort((short) 0).putInt(length);
            } else {
                header.putShort((short) length);
            }
        }
        out.write(header.array(), 0, header.position());
        return this;
    }

    public DicomBytes raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    public byte[] toByteArray() {
        return out.toByteArray();
    }

    private byte[] shorts(int... values) {
        ByteBuffer buffer = ByteBuffer.allocate(2 * values.length).order(order);
        for (int value : values) {
            buffer.putShort((short) value);
        }
        return buffer.array();
    }
}
