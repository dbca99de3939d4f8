package gazelle.crypto.rlwe;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class ScalingTest {
    private static final long Q = 281_474_976_694_273L;

    @Property
    void encodesAsTheRoundedRational(@ForAll @IntRange(min = 1, max = 26) int bits, @ForAll long seed) {
        long message = new SplittableRandom(seed).nextLong(1L << bits);
        assertThat(Scaling.encode(message, bits, Q)).isEqualTo(round(message, Q, 1L << bits));
    }

    @Property
    void switchesAsTheRoundedRational(
            @ForAll @LongRange(min = 0, max = Q - 1) long residue, @ForAll @IntRange(min = 1, max = 38) int bits) {
        assertThat(Scaling.switchDown(residue, bits, Q)).isEqualTo(round(residue, 1L << bits, Q));
    }

    @Test
    void switchesExactlyAroundEveryRoundingBoundary() {
        for (int bits : new int[] {3, 14, 22, 28, 36}) {
            for (long k = 0; k < 1L << Math.min(bits, 12); k++) {
                BigInteger numerator = BigInteger.valueOf(2 * k + 1).multiply(BigInteger.valueOf(Q));
                long boundary = numerator.shiftRight(bits + 1).longValueExact();
                for (long residue = Math.max(0, boundary - 1); residue <= Math.min(Q - 1, boundary + 1); residue++) {
                    assertThat(Scaling.switchDown(residue, bits, Q)).isEqualTo(round(residue, 1L << bits, Q));
                }
            }
        }
    }

    @Test
    void droppingRoundsToNearestWithTiesToEvenAndNeverReachesTheModulus() {
        assertThat(Scaling.dropLowBits(0b1011, 2)).isEqualTo(0b11);
        assertThat(Scaling.dropLowBits(0b1010, 2)).isEqualTo(0b10);
        assertThat(Scaling.dropLowBits(0b1110, 2)).isEqualTo(0b100);
        assertThat(Scaling.dropLowBits(0b1001, 2)).isEqualTo(0b10);
        assertThat(Scaling.dropLowBits(12345, 0)).isEqualTo(12345);
        for (int dropped = 0; dropped <= 14; dropped++) {
            assertThat(Scaling.dropLowBits(Q - 1, dropped) << dropped).isLessThan(Q);
        }
    }

    @Property
    void packingBitsRoundTrips(@ForAll @IntRange(min = 1, max = 56) int bits, @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        long[] values = random.longs(random.nextInt(1, 40), 0, 1L << bits).toArray();
        byte[] bytes = new byte[3 + BitPacking.bytes(values.length, bits)];
        assertThat(BitPacking.packInto(values, bits, bytes, 3)).isEqualTo(bytes.length);
        long[] back = new long[values.length];
        assertThat(BitPacking.unpackInto(bytes, 3, bits, back)).isEqualTo(bytes.length);
        assertThat(back).containsExactly(values);
    }

    @Test
    void packsLowestBitFirst() {
        byte[] bytes = new byte[2];
        BitPacking.packInto(new long[] {0b101, 0b011, 0b111}, 3, bytes, 0);
        assertThat(bytes).containsExactly(0b11_011_101, 0b1);
    }

    /** floor((2 a b + c) / (2 c)). */
    private static long round(long a, long b, long c) {
        BigInteger doubled =
                BigInteger.valueOf(a).multiply(BigInteger.valueOf(b)).shiftLeft(1);
        return doubled.add(BigInteger.valueOf(c))
                .divide(BigInteger.valueOf(c).shiftLeft(1))
                .longValueExact();
    }
}
