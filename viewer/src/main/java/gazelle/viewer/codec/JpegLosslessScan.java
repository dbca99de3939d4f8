package gazelle.viewer.codec;

import java.util.List;

/**
 * A scan of the lossless process (T.81 annex H): each sample is predicted from its neighbours, the difference is coded.
 *
 * <pre>
 *   c b     1: a   2: b   3: c   4: a + b - c   5: a + (b - c) / 2   6: b + (a - c) / 2   7: (a + b) / 2
 *   a x
 * </pre>
 */
final class JpegLosslessScan {
    private static final int MAX_CATEGORY = 16;

    private final JpegFrame frame;
    private final JpegBits bits;
    private final int predictor;
    private final int shift;

    /**
     * Prepares a scan.
     *
     * @param predictor 1 to 7
     * @param shift the point transform, below the precision
     */
    JpegLosslessScan(JpegFrame frame, JpegBits bits, int predictor, int shift) throws CodecException {
        if (predictor < 1 || predictor > 7 || shift >= frame.precision()) {
            throw CodecException.damaged("its compressed pixels name an impossible prediction");
        }
        this.frame = frame;
        this.bits = bits;
        this.predictor = predictor;
        this.shift = shift;
    }

    /**
     * Decodes the scan's components.
     *
     * @param places which samples of a pixel the scan holds
     * @param tables the table of each of them
     * @param restartInterval pixels between restart markers, 0 for none
     * @param values receives the samples, pixel by pixel
     */
    void decodeInto(int[] values, List<Integer> places, List<JpegHuffman> tables, int restartInterval)
            throws CodecException {
        int width = frame.width();
        if (restartInterval % width != 0) {
            throw CodecException.damaged("its compressed pixels restart in the middle of a row");
        }
        int step = frame.components().size();
        int rowStep = width * step;
        int restartRows = restartInterval / width;
        for (int y = 0; y < frame.height(); y++) {
            boolean first = restartRows == 0 ? y == 0 : y % restartRows == 0;
            if (first && y > 0) {
                bits.restart();
            }
            for (int x = 0; x < width; x++) {
                for (int i = 0; i < places.size(); i++) {
                    int at = y * rowStep + x * step + places.get(i);
                    values[at] = predict(values, at, step, rowStep, x == 0, first) + difference(tables.get(i)) & 0xFFFF;
                }
            }
        }
        if (shift > 0) {
            for (int place : places) {
                for (int at = place; at < values.length; at += step) {
                    values[at] <<= shift;
                }
            }
        }
    }

    private int predict(int[] values, int at, int step, int rowStep, boolean leftmost, boolean firstRow) {
        if (firstRow) {
            return leftmost ? 1 << (frame.precision() - shift - 1) : values[at - step];
        }
        int b = values[at - rowStep];
        if (leftmost) {
            return b;
        }
        int a = values[at - step];
        int c = values[at - rowStep - step];
        return switch (predictor) {
            case 1 -> a;
            case 2 -> b;
            case 3 -> c;
            case 4 -> a + b - c;
            case 5 -> a + ((b - c) >> 1);
            case 6 -> b + ((a - c) >> 1);
            default -> (a + b) >> 1;
        };
    }

    private int difference(JpegHuffman table) throws CodecException {
        int category = table.take(bits);
        if (category > MAX_CATEGORY) {
            throw CodecException.damaged("its compressed pixels hold an impossible difference");
        }
        return category == MAX_CATEGORY ? 1 << 15 : bits.takeDifference(category);
    }
}
