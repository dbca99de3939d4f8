package gazelle.protocol.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class LookupTableTest {
    private static final LookupTable TABLE = new LookupTable("tanh", "conv", 3, List.of(-7, -5, 0, 5));

    @Test
    void looksUpTheShiftedInputAndSaturates() {
        assertThat(TABLE.indexBits()).isEqualTo(2);
        assertThat(TABLE.value(-1000)).isEqualTo(-7);
        assertThat(TABLE.value(-9)).isEqualTo(-7);
        assertThat(TABLE.value(-8)).isEqualTo(-5);
        assertThat(TABLE.value(-1)).isEqualTo(-5);
        assertThat(TABLE.value(0)).isZero();
        assertThat(TABLE.value(7)).isZero();
        assertThat(TABLE.value(8)).isEqualTo(5);
        assertThat(TABLE.value(1000)).isEqualTo(5);
    }

    @Test
    void itsRangeHoldsWhatTheInputsReachAndZero() {
        assertThat(TABLE.outputRange(20)).isEqualTo(new ValueRange(-7, 5));
        // Of 4 bits the shift leaves the sign alone.
        assertThat(TABLE.reachableValues(4)).containsExactly(-5, 0);
        assertThat(TABLE.outputRange(4)).isEqualTo(new ValueRange(-5, 0));
        LookupTable positive = new LookupTable("sigmoid", "conv", 0, List.of(3, 9));
        assertThat(positive.outputRange(20)).isEqualTo(new ValueRange(0, 9));
    }

    @Test
    void refusesTablesThatNoCircuitReads() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LookupTable("t", "conv", 0, List.of(1, 2, 3)))
                .withMessage("values: 3 (expected: a power of two)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LookupTable("t", "conv", 0, List.of(1)))
                .withMessage("values: 1 (expected: 2..256)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LookupTable("t", "conv", 0, Collections.nCopies(512, 1)))
                .withMessage("values: 512 (expected: 2..256)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LookupTable("t", "conv", 0, List.of(1, 65_537)))
                .withMessage("value: 65537 (expected: -65536..65536)");
    }
}
