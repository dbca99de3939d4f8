package gazelle.crypto.ot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gazelle.crypto.garbling.SeededRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class EndemicOtTest {
    private static final byte[] SESSION = {1, 2, 3};
    private static final byte[] CHOICES = {0, 1, 1, 0, 1};

    private static byte[] key(byte[] keys, int index) {
        return Arrays.copyOfRange(keys, 16 * index, 16 * index + 16);
    }

    @Test
    void receiverLearnsTheChosenKeyAndNotTheOther() {
        BaseOtReceiver receiver = new BaseOtReceiver(SESSION, CHOICES, SeededRandom.of(1));
        BaseOtSender sender = new BaseOtSender(SESSION, CHOICES.length, SeededRandom.of(2));
        byte[] received = receiver.finish(sender.reply(receiver.request()));

        for (int transfer = 0; transfer < CHOICES.length; transfer++) {
            byte[] chosen = key(sender.keys(), 2 * transfer + CHOICES[transfer]);
            byte[] other = key(sender.keys(), 2 * transfer + 1 - CHOICES[transfer]);
            assertThat(key(received, transfer)).isEqualTo(chosen).isNotEqualTo(other);
        }
    }

    @Test
    void exchangedCiphertextsGiveUnrelatedKeys() {
        BaseOtReceiver receiver = new BaseOtReceiver(SESSION, CHOICES, SeededRandom.of(1));
        BaseOtSender sender = new BaseOtSender(SESSION, CHOICES.length, SeededRandom.of(2));
        byte[] reply = sender.reply(receiver.request());
        for (int at = 0; at < reply.length; at += EndemicOt.REPLY_BYTES) {
            byte[] first = Arrays.copyOfRange(reply, at, at + EndemicOt.CIPHERTEXT_BYTES);
            System.arraycopy(reply, at + first.length, reply, at, first.length);
            System.arraycopy(first, 0, reply, at + first.length, first.length);
        }
        byte[] received = receiver.finish(reply);
        for (int transfer = 0; transfer < CHOICES.length; transfer++) {
            assertThat(key(received, transfer))
                    .isNotEqualTo(key(sender.keys(), 2 * transfer))
                    .isNotEqualTo(key(sender.keys(), 2 * transfer + 1));
        }
    }

    @Test
    void differentSessionsGiveUnrelatedKeys() {
        BaseOtReceiver receiver = new BaseOtReceiver(SESSION, CHOICES, SeededRandom.of(1));
        BaseOtSender sender = new BaseOtSender(new byte[] {1, 2, 4}, CHOICES.length, SeededRandom.of(2));
        byte[] received = receiver.finish(sender.reply(receiver.request()));
        for (int transfer = 0; transfer < CHOICES.length; transfer++) {
            assertThat(key(received, transfer))
                    .isNotEqualTo(key(sender.keys(), 2 * transfer))
                    .isNotEqualTo(key(sender.keys(), 2 * transfer + 1));
        }
    }

    @Test
    void rejectsCoefficientsOutOfRangeAndWrongSizes() {
        BaseOtReceiver receiver = new BaseOtReceiver(SESSION, CHOICES, SeededRandom.of(1));
        BaseOtSender sender = new BaseOtSender(SESSION, CHOICES.length, SeededRandom.of(2));
        byte[] request = receiver.request();
        byte[] tooLarge = request.clone();
        // The first coefficient of r_1 in transfer 2 becomes 3329 = 0xd01.
        int at = 2 * EndemicOt.REQUEST_BYTES + KeyVector.ENCODED_BYTES;
        tooLarge[at] = 0x01;
        tooLarge[at + 1] = (byte) ((tooLarge[at + 1] & 0xf0) | 0x0d);

        assertThatThrownBy(() -> sender.reply(tooLarge))
                .isInstanceOf(MalformedOtMessageException.class)
                .hasMessage("base transfer 2: coefficient out of range (expected: below 3329)");
        assertThatThrownBy(() -> sender.reply(Arrays.copyOf(request, request.length - 1)))
                .isInstanceOf(MalformedOtMessageException.class);
        assertThatThrownBy(() -> receiver.finish(new byte[EndemicOt.REPLY_BYTES]))
                .isInstanceOf(MalformedOtMessageException.class);
    }

    @Test
    void keyVectorsAddAndSubtractModulo3329() {
        int[] left = KeyVector.sample(new Shake(Shake.Use.UNIFORM_VECTOR).absorb(1));
        int[] right = KeyVector.sample(new Shake(Shake.Use.UNIFORM_VECTOR).absorb(2));
        assertThat(left).isNotEqualTo(right);
        assertThat(KeyVector.isReduced(left)).isTrue();
        assertThat(KeyVector.decode(KeyVector.encode(left), 0)).isEqualTo(left);
        assertThat(KeyVector.subtract(KeyVector.add(left, right), right)).isEqualTo(left);
        int[] sum = KeyVector.add(left, right);
        for (int i = 0; i < sum.length; i++) {
            assertThat(sum[i]).isEqualTo((left[i] + right[i]) % KeyVector.MODULUS);
        }
        // 768 uniform coefficients: mean 1664, standard deviation of the mean 35.
        assertThat(Arrays.stream(left).average().orElseThrow()).isBetween(1450.0, 1880.0);
    }
}
