package gazelle.crypto.ot;

import java.nio.charset.StandardCharsets;
import org.bouncycastle.crypto.digests.SHAKEDigest;

/** SHAKE-128 over unambiguous inputs: a label for the use, then length-prefixed parts. */
final class Shake {
    private final SHAKEDigest digest = new SHAKEDigest(128);

    Shake(Use use) {
        absorb(use.label.getBytes(StandardCharsets.US_ASCII));
    }

    /** The purpose of an output; outputs of different uses are independent. */
    enum Use {
        UNIFORM_VECTOR("gazelle ot 1 uniform vector"),
        HASH_TO_VECTOR("gazelle ot 1 hash to vector"),
        TRANSFER_KEY("gazelle ot 1 transfer key");

        private final String label;

        Use(String label) {
            this.label = label;
        }
    }

    Shake absorb(byte[] part) {
        absorb(part.length);
        digest.update(part, 0, part.length);
        return this;
    }

    Shake absorb(int number) {
        for (int shift = 24; shift >= 0; shift -= 8) {
            digest.update((byte) (number >>> shift));
        }
        return this;
    }

    void squeezeInto(byte[] out, int at, int bytes) {
        digest.doOutput(out, at, bytes);
    }
}
