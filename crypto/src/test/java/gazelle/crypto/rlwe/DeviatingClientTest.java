package gazelle.crypto.rlwe;

import static org.assertj.core.api.Assertions.assertThat;

import gazelle.crypto.random.RandomStream;
import gazelle.crypto.random.Seed;
import gazelle.crypto.ring.CoefficientPoly;
import gazelle.crypto.ring.NegacyclicRing;
import gazelle.crypto.ring.NttAccumulator;
import gazelle.crypto.ring.NttPoly;
import java.security.SecureRandom;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The two ways in which a deviating client read weights from the classic flooded response, tried on ours. */
class DeviatingClientTest {
    private static final RlweParameters SET = RlweParameters.N_4096_LOGQ_48;
    private static final NegacyclicRing RING = SET.ring();
    private static final long Q = SET.modulus().value();
    private static final int DEGREE = SET.polyDegree();
    private static final int RING_BITS = 20;
    private static final ResponseFormat FORMAT = new ResponseFormat(SET, RING_BITS, 2);
    private static final int FIRST_BITS = FORMAT.firstHalfBits();

    private final SecureRandom random = new SecureRandom();
    private final long[] weights =
            new SplittableRandom(3).longs(DEGREE, -31, 32).toArray();
    private final NttPoly weightPoly = RING.forward(CoefficientPoly.ofSigned(SET.modulus(), weights.clone()));

    @Test
    void halfAnIntegerAddedToTheUploadRevealsNoParityOfAWeight() {
        byte[] nonce = new byte[32];
        random.nextBytes(nonce);
        try (Seed seed = Seed.generate(random);
                RandomStream keyStream = RandomStream.secret(seed, 0);
                RandomStream publicErrors = RandomStream.secret(seed, 1);
                RandomStream errors = RandomStream.secret(seed, 2);
                RandomStream server = RandomStream.secret(seed, 3);
                SecretKey secret = SecretKey.generate(SET, keyStream)) {
            PublicKey key = PublicKey.generate(secret, nonce, publicErrors);
            byte[] upload = SeededCiphertext.encrypt(secret, new long[DEGREE], RING_BITS, 0, nonce, 9, errors);
            long[] residues = SeededCiphertext.readResidues(SET, "upload", upload, 0);
            residues[0] = (residues[0] + (Q >> (RING_BITS + 1))) % Q;
            BitPacking.packInto(residues, 48, upload, 0);

            SeededCiphertext received =
                    SeededCiphertext.readAdding(SET, upload, RING_BITS, 0, nonce, 9, new long[DEGREE]);
            int[] useful = new int[DEGREE];
            for (int i = 0; i < DEGREE; i++) {
                useful[i] = i;
            }
            long[] mask = new long[DEGREE];
            byte[] response = respond(key, received.first(), received.second(), useful, server, mask);
            long[] share = new long[DEGREE];
            MaskedResponse.openInto(secret, FORMAT, response, useful, share);

            // The phase is now 2^g * w/2 + eps, so its remainder mod 2^g tells the parity of w to whoever knows the
            // mask ...
            int unmasked = 0;
            int guessed = 0;
            for (int i = 0; i < DEGREE; i++) {
                long parity = weights[i] & 1;
                unmasked += parityOf(share[i] + mask[i]) == parity ? 1 : 0;
                guessed += parityOf(share[i]) == parity ? 1 : 0;
            }
            assertThat(unmasked).isGreaterThan(DEGREE * 3 / 4);
            // ... and nothing to the client, who doesn't: six deviations of 4096 fair coins are 192.
            assertThat(guessed).isBetween(DEGREE / 2 - 192, DEGREE / 2 + 192);
        }
    }

    @Test
    void publicKeyOfTheClientsChoiceRevealsNoWeightThroughTheFirstHalf() {
        byte[] nonce = new byte[32];
        random.nextBytes(nonce);
        CoefficientPoly zero = CoefficientPoly.ofResidues(SET.modulus(), new long[DEGREE]);
        // The most a client can choose on our wire is the second half; the classic scheme let it choose the first one
        // too.
        PublicKey ours = PublicKey.read(SET, nonce, new byte[SET.polynomialBytes()]);
        PublicKey classic = new PublicKey(SET, zero, zero);
        long[] large = new long[DEGREE];
        large[0] = 1L << 40;
        NttPoly first = RING.forward(CoefficientPoly.ofResidues(SET.modulus(), large));
        NttPoly second = RING.forward(zero);
        try (Seed seed = Seed.generate(random);
                RandomStream server = RandomStream.secret(seed, 0)) {
            int[] none = {};
            byte[] leaking = respond(classic, first, second, none, server, new long[0]);
            byte[] response = respond(ours, first, second, none, server, new long[0]);
            assertThat(weightsReadOff(leaking)).isEqualTo(DEGREE);
            // A uniform value is read as the right one of 2^8 with chance 2^-8: sixteen of 4096, deviation four.
            assertThat(weightsReadOff(response)).isLessThan(48);
        }
    }

    private byte[] respond(
            PublicKey key, NttPoly first, NttPoly second, int[] useful, RandomStream stream, long[] mask) {
        NttAccumulator firstSum = RING.newAccumulator();
        NttAccumulator secondSum = RING.newAccumulator();
        firstSum.addProduct(first, weightPoly);
        secondSum.addProduct(second, weightPoly);
        return MaskedResponse.sealInto(key, FORMAT, firstSum, secondSum, useful, stream, mask);
    }

    private static long parityOf(long phase) {
        return ((phase + 1) >> 1) & 1;
    }

    /** Returns the number of coefficients of the first half that equal w * 2^40 / q, as in the attack, when read mod 2^8. */
    private int weightsReadOff(byte[] response) {
        long[] first = new long[DEGREE];
        BitPacking.unpackInto(response, 0, FIRST_BITS, first);
        int right = 0;
        for (int i = 0; i < DEGREE; i++) {
            int shift = FIRST_BITS - 8;
            long read = ((first[i] + (1L << (shift - 1))) >> shift) & 0xff;
            right += read == (weights[i] & 0xff) ? 1 : 0;
        }
        return right;
    }
}
