package gazelle.crypto.garbling;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * The gates' hash H(x; id, j) = pi(pi(x) xor j) xor pi(x), with pi = AES-128 under K = S xor id, over a block of labels
 * at once (TMMO, Guo, Katz, Wang, Yu, IEEE S&amp;P 2020; the package comment gives the fields of id).
 */
class GateHash {
    static final int LABEL_BYTES = 16;

    /** Instances that may share a key: a security constant (docs/protocol/messages.md section 11), not a tuning knob. */
    static final int BLOCK_INSTANCES = 256;

    static final int MAX_LAYER = (1 << 16) - 1;
    static final int MAX_GATE = (1 << 24) - 1;
    static final long MAX_BLOCK = (1L << 40) - 1;

    /** The purpose of a hash: hashes of different roles never share a key. */
    enum Role {
        GARBLER_HALF,
        EVALUATOR_HALF,
        WORD,
        LEFT_LABEL,
        RIGHT_LABEL,
        LABEL_SUM
    }

    private static final byte DOMAIN_CIRCUIT = 1;
    private static final String AES = "AES";

    private final LabelKernel kernel;
    private final Cipher cipher;
    private final byte[] seed;
    private final byte[] key = new byte[16];
    private final byte[] inputs = new byte[2 * BLOCK_INSTANCES * LABEL_BYTES];
    private final byte[] permuted = new byte[inputs.length];

    /** Takes the 16 public bytes S of an inference. */
    GateHash(byte[] seed, LabelKernel kernel) {
        this.kernel = kernel;
        if (seed.length != key.length) {
            throw new IllegalArgumentException(
                    "inferenceSeed: %d bytes (expected: %d)".formatted(seed.length, key.length));
        }
        this.seed = seed.clone();
        try {
            cipher = Cipher.getInstance("AES/ECB/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES/ECB/NoPadding: missing in this Java runtime", e);
        }
    }

    /** Returns the buffer into which callers may put the labels of {@link #hash}, which overwrites them. */
    byte[] inputs() {
        return inputs;
    }

    /**
     * Hashes one or two runs of {@code instances} labels; label i of every run has tweak j = i.
     *
     * @param labels {@link #inputs()}, or another array, which stays unchanged
     * @param hashes another array
     */
    void hash(int layer, int gate, Role role, long block, byte[] labels, int runs, int instances, byte[] hashes) {
        rekey(layer, gate, role, block);
        int runBytes = instances * LABEL_BYTES;
        int bytes = runs * runBytes;
        encrypt(labels, bytes, permuted);
        kernel.tweakInto(permuted, inputs, runs, runBytes);
        encrypt(inputs, bytes, hashes);
        kernel.xorInto(hashes, permuted, hashes, bytes);
    }

    private void rekey(int layer, int gate, Role role, long block) {
        key[0] = DOMAIN_CIRCUIT;
        key[1] = (byte) (layer >>> 8);
        key[2] = (byte) layer;
        key[3] = (byte) (gate >>> 16);
        key[4] = (byte) (gate >>> 8);
        key[5] = (byte) gate;
        key[6] = switch (role) {
            case GARBLER_HALF -> 0;
            case EVALUATOR_HALF -> 1;
            case WORD -> 2;
            case LEFT_LABEL -> 3;
            case RIGHT_LABEL -> 4;
            case LABEL_SUM -> 5;
        };
        for (int i = 0; i < 5; i++) {
            key[7 + i] = (byte) (block >>> (32 - 8 * i));
        }
        Arrays.fill(key, 12, 16, (byte) 0);
        for (int i = 0; i < key.length; i++) {
            key[i] ^= seed[i];
        }
        try {
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, AES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES key refused", e);
        }
    }

    private void encrypt(byte[] in, int bytes, byte[] out) {
        try {
            // In place is about three times slower in the JDK, hence two arrays.
            cipher.update(in, 0, bytes, out, 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES failed", e);
        }
    }

    /** Zeroes labels. */
    void wipe() {
        Arrays.fill(inputs, (byte) 0);
        Arrays.fill(permuted, (byte) 0);
    }
}
