package gazelle.crypto.circuit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.function.LongUnaryOperator;

/** Random sharings of values with guard bits, as a linear layer leaves them. */
final class SharedWords {
    private SharedWords() {}

    /** Runs {@code circuit} in the clear on a random sharing of 2^guardBits y + fraction for each y of {@code values}. */
    static long run(Circuit circuit, int guardBits, long[] values, SplittableRandom random) {
        long[] client = new long[values.length];
        long[] server = new long[values.length];
        long mask = (1L << circuit.inputBits()) - 1;
        for (int i = 0; i < values.length; i++) {
            client[i] = random.nextLong() & mask;
            long fraction = random.nextLong(1L << guardBits);
            server[i] = ((values[i] << guardBits) + fraction - client[i]) & mask;
        }
        return ClearMachine.runVariableTime(circuit, client, server);
    }

    /** Checks a circuit of one word for every y of {@code ringBits} bits. */
    static void assertEveryValue(Circuit circuit, int ringBits, int guardBits, LongUnaryOperator specified) {
        SplittableRandom random = new SplittableRandom(4);
        for (long y = -(1L << (ringBits - 1)); y < 1L << (ringBits - 1); y++) {
            assertThat(run(circuit, guardBits, new long[] {y}, random))
                    .as("y = %d", y)
                    .isEqualTo(specified.applyAsLong(y));
        }
    }

    /** A value of {@code bits} bits that is extreme, near an edge of clamping, or uniform. */
    static long value(int bits, int shift, int activationBits, SplittableRandom random) {
        long bound = 1L << (bits - 1);
        long edge = Math.min(bound, 1L << Math.min(62, shift + activationBits));
        return switch (random.nextInt(6)) {
            case 0 -> random.nextBoolean() ? bound - 1 : -bound;
            case 1 -> Math.clamp(edge + random.nextInt(-2, 3), -bound, bound - 1);
            case 2 -> Math.clamp(random.nextInt(-3, 4), -bound, bound - 1);
            case 3 -> Math.clamp((long) random.nextInt(-3, 4) << shift, -bound, bound - 1);
            case 4 -> random.nextLong(-edge, edge);
            default -> random.nextLong(-bound, bound);
        };
    }
}
