package gazelle.crypto.ot;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A universal hash from rows of bits to 128 bits, linear over F_2 but for a constant that depends on the row's number and length
 * alone: the tag of AES-128-GCM under a public key, which is GHASH (NIST SP 800-38D, section 6.4) of row + key stream.
 *
 * <p>Two rows of n blocks of 128 bits that differ collide for at most n + 1 of the 2^128 hash keys, as their tags differ by a nonzero
 * polynomial in the hash key of degree n + 1. The last block alone is multiplied by a power of the hash key, so a uniform last block
 * makes the hash uniform. This takes the place of the universal hash R of ePrint 2022/192, section 4, because every Java runtime has
 * fast code for it.
 */
final class RowHash implements AutoCloseable {
    static final int BYTES = 16;

    /** Larger pieces leave the first-level cache, smaller ones spend their time switching. */
    private static final int PIECE_BYTES = 1 << 15;

    private static final byte[] ZEROS = new byte[PIECE_BYTES];

    private final SecretKeySpec key;
    private final Cipher cipher = newCipher();
    private final byte[] nonce = new byte[12];
    private final byte[] sink = new byte[PIECE_BYTES + BYTES];

    /**
     * Prepares the hash.
     *
     * @param key 16 public bytes, which nobody could foresee before the rows were fixed
     */
    RowHash(byte[] key) {
        this.key = new SecretKeySpec(key, "AES");
    }

    private static Cipher newCipher() {
        try {
            return Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES/GCM/NoPadding: missing in this Java runtime", e);
        }
    }

    /**
     * The hash of a row, with the constant of its number and length.
     *
     * @param number distinguishes rows
     * @param out receives {@value #BYTES} bytes from {@code at}
     */
    void hashInto(int number, byte[] row, byte[] out, int at) {
        begin(cipher, number);
        try {
            int done = 0;
            for (; row.length - done > PIECE_BYTES; done += PIECE_BYTES) {
                cipher.update(row, done, PIECE_BYTES, sink, 0);
            }
            int last = cipher.doFinal(row, done, row.length - done, sink, 0);
            System.arraycopy(sink, last - BYTES, out, at, BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM failed", e);
        }
    }

    /** The linear part of the hash of a row: its hash + that of as many zeros. */
    byte[] linearPart(int number, byte[] row) {
        byte[] hash = new byte[BYTES];
        hashInto(number, row, hash, 0);
        Cipher ofZeros = newCipher();
        begin(ofZeros, number);
        try {
            int left = row.length;
            for (; left > PIECE_BYTES; left -= PIECE_BYTES) {
                ofZeros.update(ZEROS, 0, PIECE_BYTES, sink, 0);
            }
            int last = ofZeros.doFinal(ZEROS, 0, left, sink, 0);
            GgmTree.xorInto(sink, last - BYTES, hash, 0, BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM failed", e);
        }
        return hash;
    }

    /** Different numbers give different nonces, as a cipher object refuses the one that it used last. */
    private void begin(Cipher used, int number) {
        ByteBuffer.wrap(nonce).putInt(number);
        try {
            used.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(BYTES * Byte.SIZE, nonce));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM failed", e);
        }
    }

    /** Zeroes what is left of the rows. */
    @Override
    public void close() {
        Arrays.fill(sink, (byte) 0);
    }
}
