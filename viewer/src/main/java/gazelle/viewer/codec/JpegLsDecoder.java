package gazelle.viewer.codec;

/**
 * JPEG-LS, lossless and near-lossless, 2 to 16 bits, components apart or interleaved by line (ITU-T T.87).
 *
 * <p>Samples are given as stored: a colour picture in the colour space of its stream.
 */
public final class JpegLsDecoder {
    private static final int FRAME = 0xF7;
    private static final int PRESET = 0xF8;
    private static final int SCAN = 0xDA;
    private static final int RESTART_INTERVAL = 0xDD;
    private static final int END = 0xD9;

    private final byte[] data;
    private final FrameSize size;
    private final int[] ids;
    private int[] values = {};
    private int precision;
    private int maxValue;

    /** Three thresholds and the reset count; 0 for the standard's. */
    private int[] preset = new int[4];

    private int decodedComponents;

    private JpegLsDecoder(byte[] data, FrameSize size) {
        this.data = data;
        this.size = size;
        ids = new int[size.components()];
    }

    /** Decodes one picture. */
    public static Samples decode(byte[] data, FrameSize size) throws CodecException {
        return new JpegLsDecoder(data, size).decode();
    }

    private Samples decode() throws CodecException {
        if (data.length < 4) {
            throw CodecException.truncated();
        }
        if (JpegFrame.shortAt(data, 0) != 0xFFD8) {
            throw CodecException.damaged("its compressed pixels are no JPEG-LS stream");
        }
        int position = 2;
        while (decodedComponents < size.components()) {
            while (position + 1 < data.length && (data[position] != -1 || data[position + 1] >= -1)) {
                position++;
            }
            if (data.length - position < 4) {
                throw CodecException.truncated();
            }
            int marker = data[position + 1] & 0xFF;
            int start = position + 4;
            int end = position + 2 + JpegFrame.shortAt(data, position + 2);
            if (marker == END || end > data.length) {
                throw CodecException.truncated();
            }
            requireLength(end >= start);
            position = end;
            switch (marker) {
                case FRAME -> frame(start, end);
                case PRESET -> preset(start, end);
                case RESTART_INTERVAL -> throw CodecException.unsupported("JPEG-LS with restart markers");
                case SCAN -> position = scan(start, end);
                default -> {
                    if (marker >= 0xC0 && marker <= 0xCF) {
                        throw CodecException.damaged("its compressed pixels are JPEG, not JPEG-LS");
                    }
                }
            }
        }
        return new Samples(precision, values);
    }

    private void frame(int start, int end) throws CodecException {
        requireLength(precision == 0 && end - start >= 6 && end - start >= 6 + 3 * data[start + 5]);
        size.require(JpegFrame.shortAt(data, start + 3), JpegFrame.shortAt(data, start + 1), data[start + 5]);
        for (int i = 0; i < ids.length; i++) {
            ids[i] = data[start + 6 + 3 * i];
            if (data[start + 7 + 3 * i] != 0x11) {
                throw CodecException.unsupported("JPEG-LS with components of several sizes");
            }
        }
        if (data[start] < 2 || data[start] > 16) {
            throw CodecException.damaged("its compressed pixels have an impossible number of bits");
        }
        precision = data[start];
        values = new int[size.samples()];
    }

    private void preset(int start, int end) throws CodecException {
        requireLength(end - start >= 1);
        if (data[start] != 1) {
            throw CodecException.unsupported("JPEG-LS with a table of its own");
        }
        requireLength(end - start >= 11);
        maxValue = JpegFrame.shortAt(data, start + 1);
        preset = new int[] {
            JpegFrame.shortAt(data, start + 3),
            JpegFrame.shortAt(data, start + 5),
            JpegFrame.shortAt(data, start + 7),
            JpegFrame.shortAt(data, start + 9)
        };
    }

    private int scan(int start, int end) throws CodecException {
        requireLength(precision > 0 && end > start);
        int count = data[start];
        requireLength(count >= 1 && count <= size.components() - decodedComponents && end - start >= 4 + 2 * count);
        for (int i = 0; i < count; i++) {
            if (data[start + 1 + 2 * i] != ids[decodedComponents + i] || data[start + 2 + 2 * i] != 0) {
                throw CodecException.unsupported("JPEG-LS with its components out of order or mapped");
            }
        }
        int near = data[start + 1 + 2 * count] & 0xFF;
        int interleave = data[start + 2 + 2 * count];
        if (data[start + 3 + 2 * count] != 0) {
            throw CodecException.unsupported("JPEG-LS with a point transform");
        }
        if (count > 1 && interleave != 1) {
            throw CodecException.unsupported("JPEG-LS with components interleaved by sample");
        }
        JpegLsBits bits = new JpegLsBits(data, end);
        JpegLsScan scan = new JpegLsScan(JpegLsParameters.of(maxValue, near, preset, precision), bits, count);
        int[][] above = new int[count][size.width() + 2];
        int[][] line = new int[count][size.width() + 2];
        for (int y = 0; y < size.height(); y++) {
            for (int i = 0; i < count; i++) {
                scan.decodeLineInto(line[i], above[i], i);
                int at = y * size.width() * ids.length + decodedComponents + i;
                for (int x = 1; x <= size.width(); x++, at += ids.length) {
                    values[at] = line[i][x];
                }
            }
            int[][] spare = above;
            above = line;
            line = spare;
        }
        decodedComponents += count;
        return bits.position();
    }

    private static void requireLength(boolean enough) throws CodecException {
        if (!enough) {
            throw CodecException.damaged("a part of its compressed pixels has an impossible length");
        }
    }
}
