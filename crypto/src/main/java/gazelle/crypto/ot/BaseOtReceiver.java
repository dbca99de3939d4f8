package gazelle.crypto.ot;

import gazelle.crypto.ot.Shake.Use;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Receiver of base transfers: learns one of two keys each, as its choice bits say; time is independent of them. */
final class BaseOtReceiver {
    private final EndemicOt ot;
    private final SecureRandom random;
    private final byte[] choices;
    private final List<PrivateKey> privateKeys = new ArrayList<>();
    private final List<byte[]> vectors = new ArrayList<>();

    /** Takes one choice bit, 0 or 1, for each transfer. */
    BaseOtReceiver(byte[] sessionId, byte[] choices, SecureRandom random) {
        this.ot = new EndemicOt(sessionId, random);
        this.random = random;
        this.choices = choices.clone();
    }

    byte[] request() {
        byte[] request = new byte[choices.length * EndemicOt.REQUEST_BYTES];
        for (int transfer = 0; transfer < choices.length; transfer++) {
            KeyPair pair = ot.generator().generateKeyPair();
            byte[] raw = EndemicOt.rawKey(pair.getPublic());
            byte[] rho = Arrays.copyOfRange(raw, KeyVector.ENCODED_BYTES, raw.length);
            byte[] seed = new byte[32];
            random.nextBytes(seed);
            byte[] first = KeyVector.encode(KeyVector.sample(new Shake(Use.UNIFORM_VECTOR).absorb(seed)));
            int choice = choices[transfer];
            int[] mask = ot.hashToVector(transfer, choice, rho, first);
            byte[] second = KeyVector.encode(KeyVector.subtract(KeyVector.decode(raw, 0), mask));
            // Now (first, second) = (r_1, r_0) for choice 0 and (r_0, r_1) for choice 1.
            KeyVector.swapIf(1 - choice, first, second);
            int at = transfer * EndemicOt.REQUEST_BYTES;
            System.arraycopy(first, 0, request, at, first.length);
            System.arraycopy(second, 0, request, at + first.length, second.length);
            System.arraycopy(rho, 0, request, at + 2 * first.length, rho.length);
            privateKeys.add(pair.getPrivate());
            vectors.add(first);
            vectors.add(second);
        }
        return request;
    }

    /** The chosen keys, 16 bytes each. */
    byte[] finish(byte[] reply) {
        MalformedOtMessageException.requireSize(
                "base transfer reply", reply.length, choices.length * EndemicOt.REPLY_BYTES);
        byte[] keys = new byte[choices.length * OtShape.LABEL_BYTES];
        for (int transfer = 0; transfer < choices.length; transfer++) {
            int at = transfer * EndemicOt.REPLY_BYTES;
            byte[] chosen = Arrays.copyOfRange(reply, at, at + EndemicOt.CIPHERTEXT_BYTES);
            byte[] other =
                    Arrays.copyOfRange(reply, at + EndemicOt.CIPHERTEXT_BYTES, at + 2 * EndemicOt.CIPHERTEXT_BYTES);
            int choice = choices[transfer];
            KeyVector.swapIf(choice, chosen, other);
            byte[] secret = decapsulate(privateKeys.get(transfer), chosen);
            byte[] key =
                    ot.transferKey(transfer, choice, vectors.get(2 * transfer), vectors.get(2 * transfer + 1), secret);
            System.arraycopy(key, 0, keys, transfer * OtShape.LABEL_BYTES, key.length);
            Arrays.fill(secret, (byte) 0);
            Arrays.fill(key, (byte) 0);
        }
        Arrays.fill(choices, (byte) 0);
        privateKeys.clear();
        return keys;
    }

    private byte[] decapsulate(PrivateKey privateKey, byte[] ciphertext) {
        try {
            return ot.kem.newDecapsulator(privateKey).decapsulate(ciphertext).getEncoded();
        } catch (GeneralSecurityException e) {
            // ML-KEM rejects implicitly: a ciphertext of the right size never comes here.
            throw new IllegalStateException("ML-KEM-768 decapsulation failed", e);
        }
    }
}
