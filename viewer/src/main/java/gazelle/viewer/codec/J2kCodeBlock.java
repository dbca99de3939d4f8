package gazelle.viewer.codec;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** A code block: a rectangle of one subband's coefficients and what the packets have brought of it. */
final class J2kCodeBlock {
    private static final int MAX_LENGTH_BITS = 31;

    /** Passes of the first codeword before raw ones begin, with the bypass style (T.800 table D.9). */
    private static final int PASSES_BEFORE_BYPASS = 10;

    final int x0;
    final int y0;
    final int width;
    final int height;
    private final int style;
    private final List<Segment> segments = new ArrayList<>();
    private int lengthBits = 3;
    private int passes;

    /** Bit planes that are zero throughout; -1 until the block is first included. */
    int zeroPlanes = -1;

    /** A codeword: some passes and their bytes. */
    static final class Segment {
        final int maxPasses;
        int passes;
        int pending;
        final ByteArrayOutputStream data = new ByteArrayOutputStream(0);

        Segment(int maxPasses) {
            this.maxPasses = maxPasses;
        }
    }

    J2kCodeBlock(int x0, int y0, int x1, int y1, int style) {
        this.x0 = x0;
        this.y0 = y0;
        this.width = x1 - x0;
        this.height = y1 - y0;
        this.style = style;
    }

    boolean isIncluded() {
        return zeroPlanes >= 0;
    }

    int passes() {
        return passes;
    }

    List<Segment> segments() {
        return segments;
    }

    /** Reads how many passes a packet brings and how long their codewords are (T.800 section B.10.6 and B.10.7). */
    void readLengths(J2kBits bits) throws CodecException {
        int fresh = passCount(bits);
        while (bits.take() == 1) {
            lengthBits++;
        }
        passes += fresh;
        while (fresh > 0) {
            if (segments.isEmpty() || segments.getLast().passes == segments.getLast().maxPasses) {
                segments.add(new Segment(maxPassesOfNext()));
            }
            Segment segment = segments.getLast();
            int taken = Math.min(fresh, segment.maxPasses - segment.passes);
            int width = lengthBits + 31 - Integer.numberOfLeadingZeros(taken);
            if (width > MAX_LENGTH_BITS) {
                throw CodecException.damaged("a part of its compressed pixels has an impossible length");
            }
            segment.pending = bits.take(width);
            segment.passes += taken;
            fresh -= taken;
        }
    }

    /** Takes the announced bytes; returns the position of the next block's. */
    int readBody(byte[] data, int start) throws CodecException {
        int position = start;
        for (Segment segment : segments) {
            if (segment.pending > data.length - position) {
                throw CodecException.truncated();
            }
            segment.data.write(data, position, segment.pending);
            position += segment.pending;
            segment.pending = 0;
        }
        return position;
    }

    private int maxPassesOfNext() {
        if ((style & J2kParameters.TERMINATE_ALL) != 0) {
            return 1;
        }
        if ((style & J2kParameters.BYPASS) == 0) {
            return Integer.MAX_VALUE;
        }
        if (segments.isEmpty()) {
            return PASSES_BEFORE_BYPASS;
        }
        return segments.getLast().maxPasses == 2 ? 1 : 2;
    }

    private static int passCount(J2kBits bits) throws CodecException {
        if (bits.take() == 0) {
            return 1;
        }
        if (bits.take() == 0) {
            return 2;
        }
        int count = bits.take(2);
        if (count < 3) {
            return 3 + count;
        }
        count = bits.take(5);
        return count < 31 ? 6 + count : 37 + bits.take(7);
    }
}
