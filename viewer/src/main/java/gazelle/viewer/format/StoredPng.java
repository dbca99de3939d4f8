package gazelle.viewer.format;

import gazelle.viewer.codec.Samples;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Writes stored values as a PNG of 16 bits a sample, to compare them with other programs'. */
public final class StoredPng {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private static final byte GREY = 0;

    /** The largest number of bits that a sample can have. */
    public static final int MAX_BITS = 16;

    private static final byte RED_GREEN_BLUE = 2;

    private StoredPng() {}

    /**
     * Writes a picture, grey or of three components as its samples are.
     *
     * @param samples values of at most 16 bits; negative ones are written as two's complement
     * @param width columns
     * @param height rows
     * @throws IllegalArgumentException if the samples are not one or three for each pixel
     */
    public static byte[] of(Samples samples, int width, int height) {
        int[] values = samples.values();
        int components = values.length / width / height;
        if ((components != 1 && components != 3) || values.length != width * height * components) {
            throw new IllegalArgumentException(
                    "samples: " + values.length + " (expected: 1 or 3 for each of " + width + "x" + height + ")");
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(SIGNATURE);
        ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height);
        header.put((byte) 16).put(components == 1 ? GREY : RED_GREEN_BLUE);
        chunk(out, "IHDR", header.array());
        int rowSamples = width * components;
        ByteBuffer rows = ByteBuffer.allocate(height * (1 + 2 * rowSamples));
        for (int i = 0; i < values.length; i++) {
            if (i % rowSamples == 0) {
                rows.put((byte) 0);
            }
            rows.putShort((short) values[i]);
        }
        chunk(out, "IDAT", deflated(rows.array()));
        chunk(out, "IEND", new byte[0]);
        return out.toByteArray();
    }

    private static byte[] deflated(byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Deflater deflater = new Deflater();
        try {
            deflater.setInput(content);
            deflater.finish();
            byte[] buffer = new byte[1 << 16];
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
        } finally {
            deflater.end();
        }
        return out.toByteArray();
    }

    private static void chunk(ByteArrayOutputStream out, String type, byte[] data) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 crc = new CRC32();
        crc.update(name);
        crc.update(data);
        out.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
        out.writeBytes(name);
        out.writeBytes(data);
        out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }
}
