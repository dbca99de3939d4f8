package gazelle.crypto.linear;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;

/**
 * Statistics of values that should be uniform on a number of bits.
 *
 * <p>Each chi-square statistic is held against the quantile of a normal deviation of 6 (Wilson and Hilferty 1931): a false alarm
 * has probability 1e-9, so that a hundred of them stay below 1e-6 together.
 */
final class Uniformity {
    private static final double DEVIATIONS = 6;
    private static final int VALUES_PER_BYTE = 256;

    private Uniformity() {}

    /**
     * Requires uniform bytes within values: those at bits 0, 8, 16, ... of each value, and its top eight bits; 255 degrees of
     * freedom each, however the values are packed.
     *
     * @param bits width of the values, at least 8
     */
    static void requireUniformValues(String name, long[] values, int bits) {
        for (int from = 0; from + 8 <= bits; from += 8) {
            requireUniformWindow(name, values, from);
        }
        requireUniformWindow(name, values, bits - 8);
    }

    private static void requireUniformWindow(String name, long[] values, int from) {
        long[] counts = new long[VALUES_PER_BYTE];
        for (long value : values) {
            counts[(int) (value >>> from) & 0xff]++;
        }
        double expected = (double) values.length / VALUES_PER_BYTE;
        assertThat(expected).isGreaterThan(5);
        double chiSquare = Arrays.stream(counts)
                .mapToDouble(count -> (count - expected) * (count - expected) / expected)
                .sum();
        assertThat(chiSquare)
                .describedAs("%s, bits from %d", name, from)
                .isLessThan(chiSquareLimit(VALUES_PER_BYTE - 1));
    }

    /**
     * Requires every byte position of the messages to vary: the set bits of a position over all runs, squared deviations summed
     * over the positions (one degree of freedom each), and the largest deviation within eight standard deviations (Hoeffding:
     * 2 exp(-32) for each position).
     *
     * @param messages one for each run, all of one length, without padding bits
     */
    static void requireUniformPositions(String name, byte[][] messages) {
        int length = messages[0].length;
        double half = 4.0 * messages.length;
        double variance = 2.0 * messages.length;
        double chiSquare = 0;
        double largest = 0;
        for (int at = 0; at < length; at++) {
            int ones = 0;
            for (byte[] message : messages) {
                ones += Integer.bitCount(message[at] & 0xff);
            }
            double squared = (ones - half) * (ones - half) / variance;
            chiSquare += squared;
            largest = Math.max(largest, Math.sqrt(squared));
        }
        assertThat(chiSquare).describedAs("%s, all positions", name).isLessThan(chiSquareLimit(length));
        assertThat(largest).describedAs("%s, worst position", name).isLessThan(8);
    }

    private static double chiSquareLimit(int degreesOfFreedom) {
        double spread = 2.0 / (9.0 * degreesOfFreedom);
        return degreesOfFreedom * Math.pow(1 - spread + DEVIATIONS * Math.sqrt(spread), 3);
    }

    /** Reads {@code count} values of {@code bits} bits, lowest bit first, from a byte offset. */
    static long[] unpack(byte[] message, int byteOffset, int count, int bits) {
        long[] values = new long[count];
        for (int i = 0; i < count; i++) {
            for (int b = 0; b < bits; b++) {
                int at = 8 * byteOffset + i * bits + b;
                values[i] |= (long) (message[at >> 3] >> (at & 7) & 1) << b;
            }
        }
        return values;
    }
}
