package gazelle.crypto.garbling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RowPackingTest {
    @Property(tries = 500)
    void unpacksWhatItPacked(
            @ForAll @IntRange(min = 1, max = 48) int bits,
            @ForAll @IntRange(min = 1, max = 256) int count,
            @ForAll @IntRange(min = 0, max = 9) int offset,
            @ForAll long seed) {
        long[] values = SeededRandom.of(seed).longs(2L * count).toArray();
        byte[] packed = new byte[offset + (bits * count + 7) / 8 + offset];
        for (int first = 0; first < 2; first++) {
            RowPacking.pack(values, first, count, bits, packed, offset);
            long[] unpacked = values.clone();
            RowPacking.unpack(packed, offset, count, bits, unpacked, first);
            for (int i = 0; i < 2 * count; i++) {
                long mask = i % 2 == first ? (1L << bits) - 1 : -1;
                assertThat(unpacked[i]).isEqualTo(values[i] & mask);
            }
        }
        assertThat(Arrays.copyOf(packed, offset)).isEqualTo(new byte[offset]);
        assertThat(Arrays.copyOfRange(packed, packed.length - offset, packed.length))
                .isEqualTo(new byte[offset]);
    }

    @Test
    void packsFromTheLowestBit() {
        byte[] packed = new byte[3];
        RowPacking.pack(new long[] {0b10101, 9, 0b00011, 9, -1, 9, 0, 9}, 0, 4, 5, packed, 0);
        assertThat(packed).containsExactly(0b01110101, 0b01111100, 0);
    }
}
