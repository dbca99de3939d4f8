package gazelle.crypto.random;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The AES-256-CTR keystream of a seed and a stream number, and the samplers that read it.
 *
 * <p>The initial counter block is the stream number (64 bits, big endian) followed by 64 zero bits, so streams of one
 * seed never overlap. Samplers consume whole bytes, little endian, and two parties that call the same methods with the
 * same arguments on a public seed get the same values: that order is part of the wire format. Not thread-safe.
 */
public final class RandomStream implements AutoCloseable {
    /** Keystream made per call of the cipher: far below 64 KiB, above which JDK 25's CTR mode was seen to slow down. */
    private static final int BUFFER_BYTES = 8192;

    /** Six-byte reads fetch a whole long; this keeps the last of them inside the array. */
    private static final int SLACK_BYTES = 8;

    private static final int UNIFORM_BYTES = 6;
    private static final int TERNARY_PER_LONG = 32;
    private static final int MAX_BINOMIAL_BITS = 32;
    private static final byte[] ZEROS = new byte[BUFFER_BYTES];
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final Cipher cipher;
    private final byte[] buffer = new byte[BUFFER_BYTES + SLACK_BYTES];
    private int position = BUFFER_BYTES;

    private RandomStream(byte[] key, long streamId) {
        byte[] counterBlock = ByteBuffer.allocate(16).putLong(streamId).array();
        try {
            cipher = Cipher.getInstance("AES/CTR/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(counterBlock));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES/CTR/NoPadding: unavailable (expected: present in every JDK)", e);
        }
    }

    /** Opens stream {@code streamId} of a secret seed. */
    public static RandomStream secret(Seed seed, long streamId) {
        return new RandomStream(seed.bytes(), streamId);
    }

    /**
     * Opens stream {@code streamId} of a public seed, known to both parties.
     *
     * @param publicSeed {@link Seed#BYTES} bytes
     */
    public static RandomStream expand(byte[] publicSeed, long streamId) {
        if (publicSeed.length != Seed.BYTES) {
            throw new IllegalArgumentException(
                    "publicSeed: " + publicSeed.length + " bytes (expected: " + Seed.BYTES + ")");
        }
        return new RandomStream(publicSeed, streamId);
    }

    /** Fills {@code destination} with keystream. */
    public void bytesInto(byte[] destination) {
        int written = 0;
        while (written < destination.length) {
            int count = require(1, destination.length - written);
            System.arraycopy(buffer, position, destination, written, count);
            position += count;
            written += count;
        }
    }

    /**
     * Fills {@code destination} with independent values uniform in [0, modulus), by rejection on values of as many bits
     * as the modulus has. Rejections are independent of the accepted values, so timing tells nothing of those.
     *
     * @param modulus in [2, 2^48)
     */
    public void uniformInto(long[] destination, long modulus) {
        if (modulus < 2 || modulus >= 1L << 48) {
            throw new IllegalArgumentException("modulus: " + modulus + " (expected: 2 <= modulus < 2^48)");
        }
        long mask = -1L >>> Long.numberOfLeadingZeros(modulus - 1);
        int filled = 0;
        while (filled < destination.length) {
            int candidates = require(UNIFORM_BYTES, destination.length - filled);
            int at = position;
            for (int i = 0; i < candidates; i++, at += UNIFORM_BYTES) {
                long candidate = (long) LONG.get(buffer, at) & mask;
                if (candidate < modulus) {
                    destination[filled++] = candidate;
                }
            }
            position = at;
        }
    }

    /**
     * Fills {@code destination} with values exactly uniform in {-1, 0, 1}: pairs of bits, of which the fourth value is
     * dropped. Accepting is an index increment, not a branch; which pairs are dropped is independent of the values kept.
     */
    public void ternaryInto(long[] destination) {
        int filled = 0;
        while (filled < destination.length) {
            require(Long.BYTES, 1);
            long pairs = (long) LONG.get(buffer, position);
            position += Long.BYTES;
            for (int i = 0; i < TERNARY_PER_LONG && filled < destination.length; i++) {
                long pair = pairs & 3;
                pairs >>>= 2;
                destination[filled] = pair - 1;
                filled += 1 - (int) (pair & (pair >>> 1));
            }
        }
    }

    /**
     * Fills {@code destination} with centred binomial values: the difference of two sums of {@code halfWidth} fair bits,
     * of variance halfWidth / 2, in constant time.
     *
     * @param halfWidth in [1, 32]; 21 gives the standard deviation 3.24
     */
    public void centredBinomialInto(long[] destination, int halfWidth) {
        if (halfWidth < 1 || halfWidth > MAX_BINOMIAL_BITS) {
            throw new IllegalArgumentException("halfWidth: " + halfWidth + " (expected: 1 <= halfWidth <= 32)");
        }
        long mask = -1L >>> (Long.SIZE - halfWidth);
        int filled = 0;
        while (filled < destination.length) {
            int count = require(Long.BYTES, destination.length - filled);
            for (int i = 0; i < count; i++) {
                long bits = (long) LONG.get(buffer, position + Long.BYTES * i);
                int difference = Long.bitCount(bits & mask) - Long.bitCount((bits >>> halfWidth) & mask);
                destination[filled + i] = difference;
            }
            position += Long.BYTES * count;
            filled += count;
        }
    }

    /**
     * Fills {@code destination} with values uniform in [0, 2^bits), in constant time.
     *
     * @param bits in [1, 63]
     */
    public void bitsInto(long[] destination, int bits) {
        if (bits < 1 || bits > 63) {
            throw new IllegalArgumentException("bits: " + bits + " (expected: 1 <= bits <= 63)");
        }
        long mask = -1L >>> (Long.SIZE - bits);
        int filled = 0;
        while (filled < destination.length) {
            int count = require(Long.BYTES, destination.length - filled);
            for (int i = 0; i < count; i++) {
                destination[filled + i] = (long) LONG.get(buffer, position + Long.BYTES * i) & mask;
            }
            position += Long.BYTES * count;
            filled += count;
        }
    }

    @Override
    public void close() {
        position = BUFFER_BYTES;
        Arrays.fill(buffer, (byte) 0);
    }

    /**
     * Makes an item of {@code itemBytes} unread bytes contiguous, keeping the order of the keystream.
     *
     * @return how many items are contiguous, at least 1 and at most {@code items}
     */
    private int require(int itemBytes, int items) {
        int unread = BUFFER_BYTES - position;
        if (unread < itemBytes) {
            refill(unread);
            unread = BUFFER_BYTES;
        }
        return Math.min(items, unread / itemBytes);
    }

    private void refill(int unread) {
        System.arraycopy(buffer, position, buffer, 0, unread);
        try {
            cipher.update(ZEROS, 0, BUFFER_BYTES - unread, buffer, unread);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES/CTR: buffer too short (expected: never)", e);
        }
        position = 0;
    }
}
