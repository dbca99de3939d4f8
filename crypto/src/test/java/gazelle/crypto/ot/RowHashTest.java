package gazelle.crypto.ot;

import static org.assertj.core.api.Assertions.assertThat;

import gazelle.crypto.garbling.SeededRandom;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowHashTest {
    private static final byte[] KEY = SeededRandom.bytes(SeededRandom.of(8), 16);

    /** Rows of one block, and of more than one piece. */
    @ParameterizedTest
    @ValueSource(ints = {16, 48, 2064, (1 << 15) + 16, 3 << 15})
    void isLinearButForAConstantOfNumberAndLength(int bytes) {
        RowHash hash = new RowHash(KEY);
        SecureRandom random = SeededRandom.of(bytes);
        byte[] x = SeededRandom.bytes(random, bytes);
        byte[] y = SeededRandom.bytes(random, bytes);
        byte[] sum = x.clone();
        GgmTree.xorInto(y, 0, sum, 0, bytes);
        byte[] ofX = new byte[16];
        byte[] ofSum = new byte[16];
        hash.hashInto(5, x, ofX, 0);
        new RowHash(KEY).hashInto(5, sum, ofSum, 0);
        GgmTree.xorInto(ofX, 0, ofSum, 0, 16);
        assertThat(ofSum).isEqualTo(hash.linearPart(6, y)).isEqualTo(hash.linearPart(77, y));
        assertThat(hash.linearPart(6, new byte[bytes])).isEqualTo(new byte[16]);
    }

    /** The definition, with big integers: sum of x_i H^(n + 1 - i) over the blocks x_0 ... x_(n-1), H = AES_K(0). */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 9})
    void linearPartIsGhash(int blocks) throws GeneralSecurityException {
        byte[] row = SeededRandom.bytes(SeededRandom.of(blocks), 16 * blocks);
        Cipher aes = Cipher.getInstance("AES/ECB/NoPadding");
        aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(KEY, "AES"));
        BigInteger h = element(aes.doFinal(new byte[16]), 0);
        BigInteger sum = BigInteger.ZERO;
        for (int block = 0; block < blocks; block++) {
            sum = product(sum.xor(element(row, 16 * block)), h);
        }
        assertThat(element(new RowHash(KEY).linearPart(0, row), 0)).isEqualTo(product(sum, h));
    }

    /** The element of GF(2^128) in GCM's order of bits: the highest bit of the first byte is the coefficient of 1. */
    private static BigInteger element(byte[] bytes, int at) {
        BigInteger element = BigInteger.ZERO;
        for (int bit = 0; bit < 128; bit++) {
            if ((bytes[at + bit / 8] >>> (7 - bit % 8) & 1) == 1) {
                element = element.setBit(bit);
            }
        }
        return element;
    }

    /** Modulo 1 + x + x^2 + x^7 + x^128. */
    private static BigInteger product(BigInteger left, BigInteger right) {
        BigInteger modulus = BigInteger.valueOf(0x87).setBit(128);
        BigInteger product = BigInteger.ZERO;
        for (int bit = 127; bit >= 0; bit--) {
            product = product.shiftLeft(1);
            if (product.testBit(128)) {
                product = product.xor(modulus);
            }
            if (left.testBit(bit)) {
                product = product.xor(right);
            }
        }
        return product;
    }
}
