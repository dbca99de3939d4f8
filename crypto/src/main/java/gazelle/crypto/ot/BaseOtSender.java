package gazelle.crypto.ot;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.KEM;

/** Sender of base transfers: obtains two keys for each and does not learn which of them the receiver has. */
final class BaseOtSender {
    private final EndemicOt ot;
    private final SecureRandom random;
    private final int transfers;
    private final byte[] keys;

    BaseOtSender(byte[] sessionId, int transfers, SecureRandom random) {
        this.ot = new EndemicOt(sessionId, random);
        this.random = random;
        this.transfers = transfers;
        this.keys = new byte[2 * transfers * OtShape.LABEL_BYTES];
    }

    /**
     * Ciphertexts for both keys of every transfer.
     *
     * @throws MalformedOtMessageException if the size is wrong or a coefficient is not below 3329
     */
    byte[] reply(byte[] request) {
        MalformedOtMessageException.requireSize(
                "base transfer request", request.length, transfers * EndemicOt.REQUEST_BYTES);
        byte[] reply = new byte[transfers * EndemicOt.REPLY_BYTES];
        for (int transfer = 0; transfer < transfers; transfer++) {
            int at = transfer * EndemicOt.REQUEST_BYTES;
            byte[][] encoded = {
                Arrays.copyOfRange(request, at, at + KeyVector.ENCODED_BYTES),
                Arrays.copyOfRange(request, at + KeyVector.ENCODED_BYTES, at + 2 * KeyVector.ENCODED_BYTES)
            };
            byte[] rho = Arrays.copyOfRange(request, at + 2 * KeyVector.ENCODED_BYTES, at + EndemicOt.REQUEST_BYTES);
            int[][] vectors = {KeyVector.decode(encoded[0], 0), KeyVector.decode(encoded[1], 0)};
            if (!KeyVector.isReduced(vectors[0]) || !KeyVector.isReduced(vectors[1])) {
                throw new MalformedOtMessageException(
                        "base transfer %d: coefficient out of range (expected: below 3329)".formatted(transfer));
            }
            for (int branch = 0; branch < 2; branch++) {
                int[] mask = ot.hashToVector(transfer, branch, rho, encoded[1 - branch]);
                KEM.Encapsulated sent = encapsulate(KeyVector.add(vectors[branch], mask), rho);
                byte[] secret = sent.key().getEncoded();
                byte[] key = ot.transferKey(transfer, branch, encoded[0], encoded[1], secret);
                System.arraycopy(
                        sent.encapsulation(),
                        0,
                        reply,
                        transfer * EndemicOt.REPLY_BYTES + branch * EndemicOt.CIPHERTEXT_BYTES,
                        EndemicOt.CIPHERTEXT_BYTES);
                System.arraycopy(key, 0, keys, (2 * transfer + branch) * OtShape.LABEL_BYTES, key.length);
                Arrays.fill(secret, (byte) 0);
                Arrays.fill(key, (byte) 0);
            }
        }
        return reply;
    }

    private KEM.Encapsulated encapsulate(int[] vector, byte[] rho) {
        try {
            return ot.kem.newEncapsulator(ot.publicKey(vector, rho), random).encapsulate();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("ML-KEM-768 encapsulation failed", e);
        }
    }

    /** Key of (transfer t, branch b) at byte 16 (2 t + b); the caller zeroes the array after use. */
    byte[] keys() {
        return keys;
    }
}
