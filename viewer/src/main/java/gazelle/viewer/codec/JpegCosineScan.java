package gazelle.viewer.codec;

import java.util.Arrays;
import java.util.List;

/** Scans of the sequential cosine processes, baseline and extended (T.81 annex F), and their samples put together. */
final class JpegCosineScan {
    private static final int SIDE = 8;
    private static final int BLOCK = SIDE * SIDE;
    private static final int[] ZIGZAG = {
        0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14,
        21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60,
        61, 54, 47, 55, 62, 63
    };

    private final JpegFrame frame;
    private final int groupsAcross;
    private final int groupsDown;
    private final short[][] planes;
    private final int[] block = new int[BLOCK];

    JpegCosineScan(JpegFrame frame) {
        this.frame = frame;
        groupsAcross = Math.ceilDiv(frame.width(), SIDE * frame.maxAcross());
        groupsDown = Math.ceilDiv(frame.height(), SIDE * frame.maxDown());
        planes = new short[frame.components().size()][];
        for (int i = 0; i < planes.length; i++) {
            planes[i] = new short
                    [planeWidth(i) * groupsDown * frame.components().get(i).down() * SIDE];
        }
    }

    /**
     * One component of a scan.
     *
     * @param place which of the frame's components
     * @param dc its table for the first coefficient
     * @param ac its table for the others
     * @param quantisers 64 factors in zigzag order
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Part(int place, JpegHuffman dc, JpegHuffman ac, int[] quantisers) {}

    /**
     * Decodes one scan into the planes.
     *
     * @param restartInterval groups of blocks between restart markers, 0 for none
     */
    void decode(JpegBits bits, List<Part> parts, int restartInterval) throws CodecException {
        int[] previous = new int[planes.length];
        boolean alone = parts.size() == 1;
        JpegFrame.Component only = frame.components().get(parts.getFirst().place());
        // A component alone comes block by block over its own size, several come in groups (T.81 section A.2).
        int across = alone ? blocks(frame.width(), only.across(), frame.maxAcross()) : groupsAcross;
        int down = alone ? blocks(frame.height(), only.down(), frame.maxDown()) : groupsDown;
        int sinceRestart = 0;
        for (int y = 0; y < down; y++) {
            for (int x = 0; x < across; x++) {
                if (restartInterval > 0 && sinceRestart++ == restartInterval) {
                    bits.restart();
                    Arrays.fill(previous, 0);
                    sinceRestart = 1;
                }
                for (Part part : parts) {
                    JpegFrame.Component component = frame.components().get(part.place());
                    int blocksAcross = alone ? 1 : component.across();
                    int blocksDown = alone ? 1 : component.down();
                    for (int v = 0; v < blocksDown; v++) {
                        for (int h = 0; h < blocksAcross; h++) {
                            previous[part.place()] = decodeBlock(bits, part, previous[part.place()]);
                            store(part.place(), x * blocksAcross + h, y * blocksDown + v);
                        }
                    }
                }
            }
        }
    }

    /** All samples, pixel by pixel; components of lower resolution are repeated. */
    int[] samples() {
        int[] values = new int[frame.width() * frame.height() * planes.length];
        for (int i = 0; i < planes.length; i++) {
            JpegFrame.Component component = frame.components().get(i);
            int at = i;
            for (int y = 0; y < frame.height(); y++) {
                int row = y * component.down() / frame.maxDown() * planeWidth(i);
                for (int x = 0; x < frame.width(); x++, at += planes.length) {
                    values[at] = planes[i][row + x * component.across() / frame.maxAcross()];
                }
            }
        }
        return values;
    }

    private int decodeBlock(JpegBits bits, Part part, int previous) throws CodecException {
        Arrays.fill(block, 0);
        int category = part.dc().take(bits);
        if (category > 15) {
            throw CodecException.damaged("its compressed pixels hold an impossible difference");
        }
        int dc = previous + bits.takeDifference(category);
        block[0] = dc * part.quantisers()[0];
        for (int k = 1; k < BLOCK; k++) {
            int runAndSize = part.ac().take(bits);
            int size = runAndSize & 15;
            int run = runAndSize >> 4;
            if (size == 0 && run != 15) {
                break;
            }
            k += run;
            if (k >= BLOCK) {
                throw CodecException.damaged("a block of its compressed pixels is too long");
            }
            block[ZIGZAG[k]] = bits.takeDifference(size) * part.quantisers()[k];
        }
        JpegCosine.inverseInPlace(block, frame.precision());
        return dc;
    }

    private void store(int place, int blockX, int blockY) {
        int centre = 1 << (frame.precision() - 1);
        int width = planeWidth(place);
        short[] plane = planes[place];
        for (int y = 0; y < SIDE; y++) {
            int at = (blockY * SIDE + y) * width + blockX * SIDE;
            for (int x = 0; x < SIDE; x++) {
                plane[at + x] = (short) Math.clamp(block[y * SIDE + x] + centre, 0, 2 * centre - 1);
            }
        }
    }

    private int planeWidth(int place) {
        return groupsAcross * frame.components().get(place).across() * SIDE;
    }

    private static int blocks(int size, int sampling, int maxSampling) {
        return Math.ceilDiv(Math.ceilDiv(size * sampling, maxSampling), SIDE);
    }
}
