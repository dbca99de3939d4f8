package gazelle.protocol.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RevealedTest {
    @Test
    void readsIndicesFromTheLowestBitsOn() {
        Revealed revealed = new Revealed(new long[] {7L << 40 | 1023L << 10 | 5}, 50);
        assertThat(revealed.bits(0, 0, 10)).isEqualTo(5);
        assertThat(revealed.bits(0, 10, 10)).isEqualTo(1023);
        assertThat(revealed.bits(0, 20, 10)).isZero();
        assertThat(revealed.bits(0, 40, 10)).isEqualTo(7);
    }

    @Test
    void readsWordsAsSignedNumbersOfTheirBits() {
        assertThat(new Revealed(new long[] {0b0111, 0b1000, 0b1111}, 4).signed())
                .containsExactly(7, -8, -1);
        assertThat(new Revealed(new long[] {Long.MIN_VALUE}, 64).signed()).containsExactly(Long.MIN_VALUE);
    }

    @Test
    void wipesItsWords() {
        long[] words = {3, 4};
        Revealed revealed = new Revealed(words, 8);
        revealed.close();
        assertThat(words).containsOnly(0);
        assertThat(revealed.length()).isEqualTo(2);
    }

    @Test
    void refusesWordsThatAreNone() {
        assertThatThrownBy(() -> new Revealed(new long[1], 0)).hasMessage("wordBits: 0 (expected: 1..64)");
        assertThatThrownBy(() -> new Revealed(new long[1], 65)).hasMessage("wordBits: 65 (expected: 1..64)");
    }
}
