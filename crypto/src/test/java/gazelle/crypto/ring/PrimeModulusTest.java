package gazelle.crypto.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class PrimeModulusTest {
    private static final long Q = 281_474_976_694_273L;
    private static final PrimeModulus MODULUS = new PrimeModulus(Q);

    @Property
    void multipliesLikeBigInteger(
            @ForAll @LongRange(min = 0, max = Q - 1) long x, @ForAll @LongRange(min = 0, max = Q - 1) long y) {
        BigInteger expected =
                BigInteger.valueOf(x).multiply(BigInteger.valueOf(y)).mod(BigInteger.valueOf(Q));
        assertThat(MODULUS.multiply(x, y)).isEqualTo(expected.longValueExact());
    }

    @Property
    void canonicalAndBalancedAreCongruentAndInRange(@ForAll @LongRange(min = -Q, max = 2 * Q - 1) long v) {
        long canonical = MODULUS.canonical(v);
        assertThat(canonical).isEqualTo(Math.floorMod(v, Q));
        long balanced = MODULUS.balanced(canonical);
        assertThat(Math.floorMod(balanced, Q)).isEqualTo(canonical);
        assertThat(Math.abs(balanced)).isLessThanOrEqualTo(Q / 2);
    }

    @Test
    void balancedSplitsAtHalf() {
        assertThat(MODULUS.balanced(Q / 2)).isEqualTo(Q / 2);
        assertThat(MODULUS.balanced(Q / 2 + 1)).isEqualTo(-(Q / 2));
        assertThat(MODULUS.balanced(0)).isZero();
        assertThat(MODULUS.balanced(Q - 1)).isEqualTo(-1);
    }

    @Test
    void findsRootsOfExactOrder() {
        long root = MODULUS.primitiveRoot(8192);
        assertThat(MODULUS.powerVariableTime(root, 4096)).isEqualTo(Q - 1);
        assertThat(MODULUS.multiply(root, MODULUS.inverseVariableTime(root))).isEqualTo(1);
        assertThatThrownBy(() -> MODULUS.primitiveRoot(1 << 15)).hasMessageContaining("order: 32768");
    }

    @Test
    void rejectsCompositeAndTooLargeValues() {
        assertThatThrownBy(() -> new PrimeModulus(Q - 2)).hasMessageContaining("(expected: odd prime < 2^48)");
        assertThatThrownBy(() -> new PrimeModulus((1L << 48) + 21)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PrimeModulus(2)).isInstanceOf(IllegalArgumentException.class);
    }
}
