package gazelle.crypto.rlwe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gazelle.crypto.ring.PrimeModulus;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class RlweParametersTest {
    private static final RlweParameters SET = RlweParameters.N_4096_LOGQ_48;
    private static final String PINNED_ID = "19fb659c43bdbb0211a041d4d95df10ff02453a728ee5fbb29eec468c08caa4c";

    @Test
    void modulusIsTheLargestPrimeBelowTwoTo48ThatIsOneMod8192() {
        long candidate = (1L << 48) - 8192 + 1;
        while (!BigInteger.valueOf(candidate).isProbablePrime(100)) {
            candidate -= 8192;
        }
        assertThat(SET.modulus().value()).isEqualTo(candidate).isEqualTo((1L << 48) - (1L << 14) + 1);
    }

    @Test
    void idIsPinnedAndDependsOnTheContent() {
        assertThat(SET.id()).hasSize(64).isEqualTo(PINNED_ID);
        RlweParameters other = new RlweParameters(4096, SET.modulus(), 21, 25, 2, 10, 128);
        assertThat(other.id()).isNotEqualTo(SET.id());
    }

    @Test
    void rejectsWhatIsInsecureUnlessSaidSo() {
        PrimeModulus q = SET.modulus();
        assertThatThrownBy(() -> new RlweParameters(1024, q, 21, 26, 2, 10, 128))
                .hasMessageContaining("securityBits: 128 (expected: 0 for N = 1024");
        assertThatThrownBy(() -> new RlweParameters(4096, q, 4, 26, 2, 10, 128))
                .hasMessageContaining("binomialHalfWidth = 4");
        assertThat(new RlweParameters(1024, q, 21, 26, 2, 10, 0).securityBits()).isZero();
    }

    @Test
    void rejectsEachFieldOutOfRange() {
        PrimeModulus q = SET.modulus();
        assertThatThrownBy(() -> new RlweParameters(4096, q, 21, 26, 2, 10, 100))
                .hasMessage("securityBits: 100 (expected: 128, or 0 for tests)");
        assertThatThrownBy(() -> new RlweParameters(4096, q, 33, 26, 2, 10, 0))
                .hasMessageContaining("binomialHalfWidth: 33");
        assertThatThrownBy(() -> new RlweParameters(4096, q, 21, 26, 0, 10, 0)).hasMessageContaining("guardBits: 0");
        assertThatThrownBy(() -> new RlweParameters(4096, q, 21, 26, 2, 2, 0))
                .hasMessageContaining("firstHalfExtraBits: 2");
        assertThatThrownBy(() -> new RlweParameters(4096, q, 21, 27, 2, 10, 0)).hasMessageContaining("maxRingBits: 27");
    }
}
