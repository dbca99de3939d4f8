package gazelle.viewer.codec;

import java.util.Arrays;

/** The adaptive binary arithmetic decoder of JPEG 2000 (T.800 annex C); beyond its data lie ones. */
final class MqDecoder {
    private static final int[] ESTIMATES = {
        0x5601, 0x3401, 0x1801, 0x0AC1, 0x0521, 0x0221, 0x5601, 0x5401, 0x4801, 0x3801, 0x3001, 0x2401, 0x1C01, 0x1601,
        0x5601, 0x5401, 0x5101, 0x4801, 0x3801, 0x3401, 0x3001, 0x2801, 0x2401, 0x2201, 0x1C01, 0x1801, 0x1601, 0x1401,
        0x1201, 0x1101, 0x0AC1, 0x09C1, 0x08A1, 0x0521, 0x0441, 0x02A1, 0x0221, 0x0141, 0x0111, 0x0085, 0x0049, 0x0025,
        0x0015, 0x0009, 0x0005, 0x0001, 0x5601
    };
    private static final byte[] AFTER_LIKELY = {
        1, 2, 3, 4, 5, 38, 7, 8, 9, 10, 11, 12, 13, 29, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30,
        31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 45, 46
    };
    private static final byte[] AFTER_UNLIKELY = {
        1, 6, 9, 12, 29, 33, 6, 14, 14, 14, 17, 18, 20, 21, 14, 14, 15, 16, 17, 18, 19, 19, 20, 21, 22, 23, 24, 25, 26,
        27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 46
    };

    /** States whose likely symbol changes with an unlikely one: 0, 6 and 14. */
    private static final long SWITCHES = 1L | 1L << 6 | 1L << 14;

    private final byte[] states;
    private final byte[] likely;
    private byte[] data = {};
    private int position;
    private int code;
    private int interval;
    private int shifts;

    MqDecoder(int contexts) {
        states = new byte[contexts];
        likely = new byte[contexts];
    }

    /** Sets every context to a fair coin. */
    void resetContexts() {
        Arrays.fill(states, (byte) 0);
        Arrays.fill(likely, (byte) 0);
    }

    /** Sets one context's place in the table of estimates, with 0 as the likely symbol. */
    void setState(int context, int state) {
        states[context] = (byte) state;
    }

    /** Begins a codeword; the contexts stay. */
    void start(byte[] codeword) {
        data = codeword;
        position = 0;
        code = at(0) << 16;
        nextByte();
        code <<= 7;
        shifts -= 7;
        interval = 0x8000;
    }

    /** Decodes one symbol, 0 or 1. */
    int decode(int context) {
        int state = states[context];
        int estimate = ESTIMATES[state];
        int symbol = likely[context];
        interval -= estimate;
        boolean expected;
        if (code >>> 16 < estimate) {
            expected = interval < estimate;
            interval = estimate;
        } else {
            code -= estimate << 16;
            if ((interval & 0x8000) != 0) {
                return symbol;
            }
            expected = interval >= estimate;
        }
        if (expected) {
            states[context] = AFTER_LIKELY[state];
        } else {
            states[context] = AFTER_UNLIKELY[state];
            if ((SWITCHES >> state & 1) == 1) {
                likely[context] = (byte) (1 - symbol);
            }
            symbol = 1 - symbol;
        }
        do {
            if (shifts == 0) {
                nextByte();
            }
            interval <<= 1;
            code <<= 1;
            shifts--;
        } while ((interval & 0x8000) == 0);
        return symbol;
    }

    private void nextByte() {
        if (at(position) != 0xFF) {
            position++;
            code += at(position) << 8;
            shifts = 8;
        } else if (at(position + 1) > 0x8F) {
            code += 0xFF00;
            shifts = 8;
        } else {
            position++;
            code += at(position) << 9;
            shifts = 7;
        }
    }

    private int at(int index) {
        return index < data.length ? data[index] & 0xFF : 0xFF;
    }
}
