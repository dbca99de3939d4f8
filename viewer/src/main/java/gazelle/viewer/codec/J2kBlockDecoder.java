package gazelle.viewer.codec;

import java.util.Arrays;

/**
 * Decodes the bit planes of code blocks (T.800 annex D), one after another with the same scratch arrays.
 *
 * <p>A coefficient is its magnitude with one fractional bit: the middle of what its decoded planes leave open.
 */
final class J2kBlockDecoder {
    /** Largest side of a code block plus a border, whose coefficients are never significant. */
    private static final int MAX_CELLS = 4096 + 2 * (1024 + 4) + 4;

    private static final int MAX_PLANES = 30;
    private static final int STRIPE = 4;
    private static final int SIGN_CONTEXTS = 9;
    private static final int REFINEMENT_CONTEXTS = 14;
    private static final int RUN_CONTEXT = 17;
    private static final int UNIFORM_CONTEXT = 18;
    private static final int CONTEXTS = 19;

    private static final byte SIGNIFICANT = 1;
    private static final byte NEGATIVE = 2;
    private static final byte VISITED = 4;
    private static final byte REFINED = 8;

    private final MqDecoder mq = new MqDecoder(CONTEXTS);
    private final byte[] flags = new byte[MAX_CELLS];
    private final int[] magnitudes = new int[MAX_CELLS];
    private J2kSubband.Kind kind = J2kSubband.Kind.LL;
    private boolean causal;
    private int width;
    private int height;
    private int rowStep;
    private J2kBits raw = new J2kBits(new byte[0], 0, 0);
    private boolean isRaw;

    /**
     * Decodes a block.
     *
     * @param planes bit planes of the subband, including those that are zero in this block
     */
    void decode(J2kCodeBlock block, J2kSubband.Kind subband, int planes, int style) throws CodecException {
        int used = planes - block.zeroPlanes;
        if (planes > MAX_PLANES) {
            throw CodecException.unsupported("JPEG 2000 with more than " + MAX_PLANES + " bit planes");
        }
        if (block.passes() > Math.max(0, 3 * used - 2)) {
            throw CodecException.damaged("its compressed pixels have more passes than bit planes");
        }
        kind = subband;
        causal = (style & J2kParameters.CAUSAL) != 0;
        width = block.width;
        height = block.height;
        rowStep = width + 2;
        Arrays.fill(flags, 0, rowStep * (height + 2), (byte) 0);
        Arrays.fill(magnitudes, 0, rowStep * (height + 2), 0);
        resetContexts();
        int pass = 0;
        int kindOfPass = 2;
        int plane = used - 1;
        for (J2kCodeBlock.Segment segment : block.segments()) {
            byte[] codeword = segment.data.toByteArray();
            isRaw = (style & J2kParameters.BYPASS) != 0 && pass >= 10 && kindOfPass != 2;
            if (isRaw) {
                raw = new J2kBits(codeword, 0, codeword.length);
            } else {
                mq.start(codeword);
            }
            for (int i = 0; i < segment.passes; i++, pass++) {
                switch (kindOfPass) {
                    case 0 -> significancePass(plane);
                    case 1 -> refinementPass(plane);
                    default -> cleanupPass(plane, (style & J2kParameters.SEGMENT_SYMBOLS) != 0);
                }
                if ((style & J2kParameters.RESET_CONTEXTS) != 0) {
                    resetContexts();
                }
                if (kindOfPass == 2) {
                    plane--;
                }
                kindOfPass = (kindOfPass + 1) % 3;
            }
        }
    }

    /** A coefficient of the block that was decoded last, times two. */
    int doubled(int x, int y) {
        int at = (y + 1) * rowStep + x + 1;
        return (flags[at] & NEGATIVE) != 0 ? -magnitudes[at] : magnitudes[at];
    }

    private void resetContexts() {
        mq.resetContexts();
        mq.setState(0, 4);
        mq.setState(RUN_CONTEXT, 3);
        mq.setState(UNIFORM_CONTEXT, 46);
    }

    private void significancePass(int plane) throws CodecException {
        for (int top = 0; top < height; top += STRIPE) {
            int bottom = Math.min(top + STRIPE, height);
            for (int x = 0; x < width; x++) {
                for (int y = top; y < bottom; y++) {
                    int at = (y + 1) * rowStep + x + 1;
                    if ((flags[at] & SIGNIFICANT) != 0) {
                        continue;
                    }
                    boolean blind = causal && y == top + STRIPE - 1;
                    int context = zeroContext(at, blind);
                    if (context != 0) {
                        flags[at] |= VISITED;
                        if ((isRaw ? raw.takeOrZero() : mq.decode(context)) == 1) {
                            becomeSignificant(at, plane, blind);
                        }
                    }
                }
            }
        }
    }

    private void refinementPass(int plane) throws CodecException {
        int half = 1 << plane;
        for (int top = 0; top < height; top += STRIPE) {
            int bottom = Math.min(top + STRIPE, height);
            for (int x = 0; x < width; x++) {
                for (int y = top; y < bottom; y++) {
                    int at = (y + 1) * rowStep + x + 1;
                    if ((flags[at] & (SIGNIFICANT | VISITED)) != SIGNIFICANT) {
                        continue;
                    }
                    int bit;
                    if (isRaw) {
                        bit = raw.takeOrZero();
                    } else if ((flags[at] & REFINED) != 0) {
                        bit = mq.decode(REFINEMENT_CONTEXTS + 2);
                    } else {
                        boolean blind = causal && y == top + STRIPE - 1;
                        bit = mq.decode(REFINEMENT_CONTEXTS + (zeroContext(at, blind) == 0 ? 0 : 1));
                    }
                    magnitudes[at] += bit == 1 ? half : -half;
                    flags[at] |= REFINED;
                }
            }
        }
    }

    private void cleanupPass(int plane, boolean segmentSymbols) throws CodecException {
        for (int top = 0; top < height; top += STRIPE) {
            int bottom = Math.min(top + STRIPE, height);
            for (int x = 0; x < width; x++) {
                int y = top;
                boolean found = false;
                if (isQuiet(x, top, bottom)) {
                    if (mq.decode(RUN_CONTEXT) == 0) {
                        continue;
                    }
                    y += mq.decode(UNIFORM_CONTEXT) << 1 | mq.decode(UNIFORM_CONTEXT);
                    found = true;
                }
                for (; y < bottom; y++) {
                    int at = (y + 1) * rowStep + x + 1;
                    boolean blind = causal && y == top + STRIPE - 1;
                    boolean open = (flags[at] & (SIGNIFICANT | VISITED)) == 0;
                    if (found || (open && mq.decode(zeroContext(at, blind)) == 1)) {
                        becomeSignificant(at, plane, blind);
                    }
                    found = false;
                }
            }
        }
        for (int at = 0; at < rowStep * (height + 1); at++) {
            flags[at] &= ~VISITED;
        }
        if (segmentSymbols) {
            for (int i = 0; i < 4; i++) {
                mq.decode(UNIFORM_CONTEXT);
            }
        }
    }

    /** Returns whether a whole column of a stripe is insignificant, unvisited and without significant neighbours. */
    private boolean isQuiet(int x, int top, int bottom) {
        if (bottom - top < STRIPE) {
            return false;
        }
        for (int y = top; y < bottom; y++) {
            int at = (y + 1) * rowStep + x + 1;
            boolean blind = causal && y == top + STRIPE - 1;
            if ((flags[at] & (SIGNIFICANT | VISITED)) != 0 || zeroContext(at, blind) != 0) {
                return false;
            }
        }
        return true;
    }

    private void becomeSignificant(int at, int plane, boolean blind) throws CodecException {
        boolean negative;
        if (isRaw) {
            negative = raw.takeOrZero() == 1;
        } else {
            int across = Math.clamp(signAt(at - 1) + signAt(at + 1), -1, 1);
            int down = Math.clamp(signAt(at - rowStep) + (blind ? 0 : signAt(at + rowStep)), -1, 1);
            int sum = 3 * across + down;
            // Contexts 9 to 13 for the sums 0 to 4; sums below zero mirror them (T.800 table D.3).
            negative = mq.decode(SIGN_CONTEXTS + Math.abs(sum)) == (sum < 0 ? 0 : 1);
        }
        magnitudes[at] = 3 << plane;
        flags[at] |= negative ? SIGNIFICANT | NEGATIVE : SIGNIFICANT;
    }

    private int signAt(int at) {
        int flag = flags[at];
        return (flag & SIGNIFICANT) == 0 ? 0 : (flag & NEGATIVE) != 0 ? -1 : 1;
    }

    /** The context of a coefficient's significance, 0 to 8 (T.800 table D.1). */
    private int zeroContext(int at, boolean blind) {
        int across = (flags[at - 1] & 1) + (flags[at + 1] & 1);
        int down = flags[at - rowStep] & 1;
        int diagonal = (flags[at - rowStep - 1] & 1) + (flags[at - rowStep + 1] & 1);
        if (!blind) {
            down += flags[at + rowStep] & 1;
            diagonal += (flags[at + rowStep - 1] & 1) + (flags[at + rowStep + 1] & 1);
        }
        return switch (kind) {
            case LL, LH -> straightContext(across, down, diagonal);
            case HL -> straightContext(down, across, diagonal);
            case HH -> diagonalContext(across + down, diagonal);
        };
    }

    private static int straightContext(int along, int other, int diagonal) {
        if (along == 2) {
            return 8;
        }
        if (along == 1) {
            return other >= 1 ? 7 : diagonal >= 1 ? 6 : 5;
        }
        return other > 0 ? 2 + other : Math.min(diagonal, 2);
    }

    private static int diagonalContext(int straight, int diagonal) {
        return switch (diagonal) {
            case 0 -> Math.min(straight, 2);
            case 1 -> 3 + Math.min(straight, 2);
            case 2 -> straight == 0 ? 6 : 7;
            default -> 8;
        };
    }
}
