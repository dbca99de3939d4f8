package gazelle.crypto.garbling;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.IntStream;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class GateHashTest {
    private static byte[] aes(byte[] key, byte[] block) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
        return cipher.doFinal(block);
    }

    @Test
    void equalsTheFormulaWithTheDocumentedFields() throws GeneralSecurityException {
        byte[] seed = HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f");
        byte[] id = HexFormat.of().parseHex("01" + "abcd" + "123456" + "02" + "fedcba9876" + "00000000");
        byte[] key = new byte[16];
        Kernels.SCALAR.labels().xorInto(seed, id, key, 16);
        int instances = 200;
        GateHash hash = new GateHash(seed, Kernels.PREFERRED.labels());
        byte[] hashes = new byte[2 * 16 * instances];
        byte[] labels = SeededRandom.bytes(SeededRandom.of(1), 2 * 16 * instances);

        hash.hash(0xabcd, 0x123456, GateHash.Role.WORD, 0xfedcba9876L, labels, 2, instances, hashes);

        for (int i = 0; i < 2 * instances; i++) {
            byte[] first = aes(key, Arrays.copyOfRange(labels, 16 * i, 16 * i + 16));
            byte[] tweaked = first.clone();
            tweaked[0] ^= (byte) (i % instances);
            byte[] expected = aes(key, tweaked);
            Kernels.SCALAR.labels().xorInto(expected, first, expected, 16);
            assertThat(Arrays.copyOfRange(hashes, 16 * i, 16 * i + 16)).isEqualTo(expected);
        }
    }

    @Test
    void differsForEqualLabelsInDifferentInstances() {
        GateHash hash = new GateHash(new byte[16], Kernels.PREFERRED.labels());
        byte[] hashes = new byte[16 * 256];
        hash.hash(0, 0, GateHash.Role.GARBLER_HALF, 0, new byte[16 * 256], 1, 256, hashes);
        long distinct = IntStream.range(0, 256)
                .mapToLong(i -> LabelKernel.get(hashes, 16 * i))
                .distinct()
                .count();
        assertThat(distinct).isEqualTo(256);
    }
}
