package gazelle.crypto.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class RandomStreamTest {
    private static final byte[] PUBLIC_SEED =
            HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");

    @Test
    void isTheAesCtrKeystreamOfSeedAndStreamNumber() throws Exception {
        Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
        byte[] counterBlock = HexFormat.of().parseHex("01020304050607080000000000000000");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(PUBLIC_SEED, "AES"), new IvParameterSpec(counterBlock));
        byte[] expected = cipher.doFinal(new byte[20_001]);
        byte[] actual = new byte[20_001];
        try (RandomStream stream = RandomStream.expand(PUBLIC_SEED, 0x0102030405060708L)) {
            stream.bytesInto(actual);
        }
        assertThat(actual).isEqualTo(expected);
    }

    @Test
    void readsSixByteValuesAcrossBufferBoundaries() {
        long[] values = new long[5000];
        byte[] bytes = new byte[6 * values.length];
        try (RandomStream stream = RandomStream.expand(PUBLIC_SEED, 7);
                RandomStream same = RandomStream.expand(PUBLIC_SEED, 7)) {
            stream.uniformInto(values, (1L << 48) - 1);
            same.bytesInto(bytes);
        }
        for (int i = 0; i < values.length; i++) {
            byte[] bigEndian = new byte[6];
            for (int k = 0; k < 6; k++) {
                bigEndian[k] = bytes[6 * i + 5 - k];
            }
            assertThat(values[i]).isEqualTo(new BigInteger(1, bigEndian).longValueExact());
        }
    }

    @Test
    void readsWholeLongsAcrossBufferBoundaries() {
        long[] bits = new long[3000];
        long[] errors = new long[3000];
        byte[] skipped = new byte[3];
        byte[] bytes = new byte[Long.BYTES * (bits.length + errors.length)];
        try (RandomStream stream = RandomStream.expand(PUBLIC_SEED, 8);
                RandomStream same = RandomStream.expand(PUBLIC_SEED, 8)) {
            stream.bytesInto(skipped);
            stream.bitsInto(bits, 63);
            stream.centredBinomialInto(errors, 21);
            same.bytesInto(skipped);
            same.bytesInto(bytes);
        }
        LongBuffer longs = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer();
        for (long value : bits) {
            assertThat(value).isEqualTo(longs.get() & Long.MAX_VALUE);
        }
        for (long error : errors) {
            long read = longs.get();
            assertThat(error).isEqualTo(Long.bitCount(read & 0x1fffff) - Long.bitCount((read >>> 21) & 0x1fffff));
        }
    }

    @Test
    void rejectsUniformCandidatesNotBelowTheModulus() {
        // Three quarters of 2^4 candidates are kept; each of the 12 values must be equally likely.
        long[] values = new long[120_000];
        try (RandomStream stream = RandomStream.expand(PUBLIC_SEED, 1)) {
            stream.uniformInto(values, 12);
        }
        assertThat(chiSquare(values, 0, 12)).isLessThan(45);
    }

    @Test
    void ternaryIsUniformOverThreeValues() {
        long[] values = new long[300_000];
        try (RandomStream stream = RandomStream.expand(PUBLIC_SEED, 2)) {
            stream.ternaryInto(values);
        }
        assertThat(chiSquare(values, -1, 3)).isLessThan(25);
    }

    @Test
    void centredBinomialHasItsMeanVarianceAndSupport() {
        long[] values = new long[200_000];
        try (RandomStream stream = RandomStream.expand(PUBLIC_SEED, 3)) {
            stream.centredBinomialInto(values, 21);
        }
        double mean = Arrays.stream(values).average().orElseThrow();
        double variance =
                Arrays.stream(values).mapToDouble(v -> (double) v * v).average().orElseThrow();
        assertThat(mean).isBetween(-0.05, 0.05);
        assertThat(variance).isBetween(10.2, 10.8);
        assertThat(Arrays.stream(values)).allMatch(v -> Math.abs(v) <= 21);
    }

    @Test
    void bitsFillTheirRangeEvenly() {
        long[] values = new long[160_000];
        try (RandomStream stream = RandomStream.expand(PUBLIC_SEED, 4)) {
            stream.bitsInto(values, 4);
        }
        assertThat(chiSquare(values, 0, 16)).isLessThan(50);
    }

    @Test
    void streamsOfOneSeedDiffer() {
        byte[] first = new byte[64];
        byte[] second = new byte[64];
        try (Seed seed = Seed.generate(new SecureRandom());
                RandomStream one = RandomStream.secret(seed, 0);
                RandomStream two = RandomStream.secret(seed, 1)) {
            one.bytesInto(first);
            two.bytesInto(second);
        }
        assertThat(first).isNotEqualTo(second);
    }

    @Test
    void closedSeedOpensNoStream() {
        Seed seed = Seed.generate(new SecureRandom());
        byte[] live = seed.bytes();
        seed.close();
        assertThat(live).containsOnly(0);
        assertThatThrownBy(() -> RandomStream.secret(seed, 0)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void rejectsArgumentsOutOfRange() {
        assertThatThrownBy(() -> RandomStream.expand(new byte[31], 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("publicSeed: 31 bytes (expected: 32)");
        try (RandomStream stream = RandomStream.expand(PUBLIC_SEED, 0)) {
            long[] one = new long[1];
            assertThatThrownBy(() -> stream.uniformInto(one, 1L << 48)).hasMessageContaining("expected: 2 <= modulus");
            assertThatThrownBy(() -> stream.centredBinomialInto(one, 33)).hasMessageContaining("halfWidth: 33");
            assertThatThrownBy(() -> stream.bitsInto(one, 64)).hasMessageContaining("bits: 64");
        }
    }

    private static double chiSquare(long[] values, int least, int count) {
        long[] histogram = new long[count];
        for (long value : values) {
            histogram[Math.toIntExact(value - least)]++;
        }
        double expected = (double) values.length / count;
        return Arrays.stream(histogram)
                .mapToDouble(n -> (n - expected) * (n - expected) / expected)
                .sum();
    }
}
