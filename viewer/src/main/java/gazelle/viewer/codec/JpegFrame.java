package gazelle.viewer.codec;

import java.util.List;

/**
 * The frame header of a JPEG stream (T.81 section B.2.2).
 *
 * @param coding how its samples are coded
 * @param precision bits of a sample: 8 or 12 with cosine transform, 2 to 16 without
 * @param width columns
 * @param height rows
 * @param components one or three, in the order of a pixel's samples
 */
record JpegFrame(Coding coding, int precision, int width, int height, List<Component> components) {
    /** The processes that are read. */
    enum Coding {
        COSINE,
        LOSSLESS
    }

    private static final int BASELINE = 0xC0;
    private static final int EXTENDED = 0xC1;
    private static final int LOSSLESS = 0xC3;
    private static final int MAX_SAMPLING = 4;

    /**
     * One of the frame's components.
     *
     * @param id the number that scans call it by
     * @param across sampling factor, 1 to 4
     * @param down sampling factor, 1 to 4
     * @param quantisation which table, 0 to 3
     */
    record Component(int id, int across, int down, int quantisation) {}

    /**
     * Reads a frame header whose length was checked against the data.
     *
     * @param marker the second byte of its marker
     */
    static JpegFrame parse(int marker, byte[] data, int start, int end, FrameSize size) throws CodecException {
        Coding coding = switch (marker) {
            case BASELINE, EXTENDED -> Coding.COSINE;
            case LOSSLESS -> Coding.LOSSLESS;
            case 0xC2 -> throw CodecException.unsupported("progressive JPEG");
            case 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF -> throw CodecException.unsupported("JPEG with arithmetic coding");
            default -> throw CodecException.unsupported("hierarchical JPEG");
        };
        if (end - start < 6 || end - start < 6 + 3 * data[start + 5]) {
            throw CodecException.damaged("the header of its compressed pixels is too short");
        }
        int precision = data[start];
        int height = shortAt(data, start + 1);
        int width = shortAt(data, start + 3);
        size.require(width, height, data[start + 5]);
        boolean possible = coding == Coding.COSINE
                ? precision == 8 || (precision == 12 && marker == EXTENDED)
                : precision >= 2 && precision <= 16;
        if (!possible) {
            throw CodecException.damaged("its compressed pixels have an impossible number of bits");
        }
        Component[] components = new Component[size.components()];
        for (int i = 0; i < components.length; i++) {
            int at = start + 6 + 3 * i;
            Component component =
                    new Component(data[at] & 0xFF, data[at + 1] >> 4 & 15, data[at + 1] & 15, data[at + 2]);
            if (component.across < 1
                    || component.across > MAX_SAMPLING
                    || component.down < 1
                    || component.down > MAX_SAMPLING
                    || component.quantisation < 0
                    || component.quantisation > 3) {
                throw CodecException.damaged("the header of its compressed pixels is impossible");
            }
            components[i] = component;
        }
        return new JpegFrame(coding, precision, width, height, List.of(components));
    }

    int maxAcross() {
        return components.stream().mapToInt(Component::across).max().orElse(1);
    }

    int maxDown() {
        return components.stream().mapToInt(Component::down).max().orElse(1);
    }

    static int shortAt(byte[] data, int offset) {
        return (data[offset] & 0xFF) << 8 | (data[offset + 1] & 0xFF);
    }
}
