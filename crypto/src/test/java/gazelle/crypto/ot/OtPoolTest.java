package gazelle.crypto.ot;

import static org.assertj.core.api.Assertions.assertThat;

import gazelle.crypto.garbling.SeededRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class OtPoolTest {
    @Test
    void givesEachTransferOnceInOrderAndWipesIt() {
        byte[] first = SeededRandom.bytes(SeededRandom.of(1), 16 * 8);
        byte[] second = SeededRandom.bytes(SeededRandom.of(2), 16 * 8);
        byte[] expected = new byte[16 * 16];
        System.arraycopy(first, 0, expected, 0, first.length);
        System.arraycopy(second, 0, expected, first.length, second.length);
        byte[] firstBits = {(byte) 0b1101_0010};
        byte[] secondBits = {0b0110_0001};
        OtPool pool = new OtPool();
        pool.add(first, firstBits);
        pool.add(second, secondBits);

        byte[] labels = new byte[16 * 3];
        byte[] bits = new byte[1];
        pool.take(3, labels, bits);
        assertThat(labels).isEqualTo(Arrays.copyOf(expected, labels.length));
        assertThat(bits).containsExactly(0b010);
        assertThat(Arrays.copyOf(first, labels.length)).containsOnly(0);

        byte[] rest = new byte[16 * 13];
        byte[] restBits = new byte[2];
        pool.take(13, rest, restBits);
        assertThat(rest).isEqualTo(Arrays.copyOfRange(expected, labels.length, expected.length));
        assertThat(restBits).containsExactly(0b0011_1010, 0b0_1100);
        assertThat(first).containsOnly(0);
        assertThat(second).containsOnly(0);
        assertThat(firstBits).containsOnly(0);
        assertThat(secondBits).containsOnly(0);
        assertThat(pool.available()).isZero();
    }
}
