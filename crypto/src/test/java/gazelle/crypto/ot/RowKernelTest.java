package gazelle.crypto.ot;

import static org.assertj.core.api.Assertions.assertThat;

import gazelle.crypto.garbling.SeededRandom;
import gazelle.crypto.vector.VectorUnit;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Both kernels against the definition, one bit at a time. */
@Tag("kernels")
class RowKernelTest {
    private static final int ROW_BYTES = 256;

    /** "scalar", "narrow" or "vector", told by each execution of these tests. */
    private static final String EXPECTED = System.getProperty("gazelle.kernels", "vector");

    static Stream<RowKernel> kernels() {
        return VectorUnit.isPresent()
                ? Stream.of(new ScalarRowKernel(), new VectorRowKernel())
                : Stream.of(new ScalarRowKernel());
    }

    @Test
    void transfersUseTheKernelOfThisExecution() throws InterruptedException {
        RowKernel best = RowKernel.best();
        switch (EXPECTED) {
            case "scalar" -> assertThat(best).isInstanceOf(ScalarRowKernel.class);
            case "vector" -> {
                assertThat(SwitchingRowKernel.warmUp().await(Duration.ofMinutes(2)))
                        .isTrue();
                assertThat(((SwitchingRowKernel) best).current()).isInstanceOf(VectorRowKernel.class);
            }
            default -> assertThat(best).isInstanceOf(SwitchingRowKernel.class);
        }
    }

    private static byte[][] rows(int count) {
        byte[][] rows = new byte[count][];
        for (int row = 0; row < count; row++) {
            rows[row] = SeededRandom.bytes(SeededRandom.of(row), ROW_BYTES);
        }
        return rows;
    }

    private static int bit(byte[] bytes, int bit) {
        return bytes[bit / 8] >>> (bit % 8) & 1;
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void transposesEveryBit(RowKernel kernel) {
        byte[][] rows = rows(128);
        for (int bytes : List.of(16, 48, 64, 80, ROW_BYTES)) {
            byte[] labels = new byte[16 + 16 * 8 * bytes];
            int from = ROW_BYTES - bytes;
            kernel.transpose(rows, from, bytes, labels, 16);
            for (int column = 0; column < 8 * bytes; column++) {
                for (int row = 0; row < 128; row++) {
                    assertThat(bit(labels, 128 + 128 * column + row)).isEqualTo(bit(rows[row], 8 * from + column));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void addsTwoLevelsOfTheButterfly(RowKernel kernel) {
        byte[][] x = rows(4);
        byte[] low = SeededRandom.bytes(SeededRandom.of(10), ROW_BYTES);
        byte[] high = SeededRandom.bytes(SeededRandom.of(11), ROW_BYTES);
        byte[] oldLow = low.clone();
        byte[] oldHigh = high.clone();
        byte[] sum = new byte[ROW_BYTES];
        kernel.addFour(x, sum, low, high, ROW_BYTES);
        for (int i = 0; i < ROW_BYTES; i++) {
            assertThat(sum[i]).isEqualTo((byte) (x[0][i] ^ x[1][i] ^ x[2][i] ^ x[3][i]));
            assertThat(low[i]).isEqualTo((byte) (oldLow[i] ^ x[1][i] ^ x[3][i]));
            assertThat(high[i]).isEqualTo((byte) (oldHigh[i] ^ x[2][i] ^ x[3][i]));
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void addsOneLevelOfTheButterfly(RowKernel kernel) {
        byte[][] x = rows(2);
        byte[] high = SeededRandom.bytes(SeededRandom.of(11), ROW_BYTES);
        byte[] oldHigh = high.clone();
        byte[] sum = new byte[ROW_BYTES];
        kernel.addTwo(x, sum, high, ROW_BYTES);
        for (int i = 0; i < ROW_BYTES; i++) {
            assertThat(sum[i]).isEqualTo((byte) (x[0][i] ^ x[1][i]));
            assertThat(high[i]).isEqualTo((byte) (oldHigh[i] ^ x[1][i]));
        }
    }
}
