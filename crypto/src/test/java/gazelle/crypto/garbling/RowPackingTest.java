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
        long[] values = SeededRandom.of(seed).longs(count).toArray();
        byte[] packed = new byte[offset + (bits * count + 7) / 8 + offset];
        RowPacking.pack(values, count, bits, packed, offset);

        long[] unpacked = new long[count];
        RowPacking.unpack(packed, offset, count, bits, unpacked);
        assertThat(unpacked)
                .isEqualTo(
                        Arrays.stream(values).map(v -> v & ((1L << bits) - 1)).toArray());
        assertThat(Arrays.copyOf(packed, offset)).isEqualTo(new byte[offset]);
        assertThat(Arrays.copyOfRange(packed, packed.length - offset, packed.length))
                .isEqualTo(new byte[offset]);
    }

    @Test
    void packsFromTheLowestBit() {
        byte[] packed = new byte[3];
        RowPacking.pack(new long[] {0b10101, 0b00011, -1, 0}, 4, 5, packed, 0);
        assertThat(packed).containsExactly(0b01110101, 0b01111100, 0);
    }
}
