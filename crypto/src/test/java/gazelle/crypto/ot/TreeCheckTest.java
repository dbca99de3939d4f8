package gazelle.crypto.ot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gazelle.crypto.garbling.Delta;
import gazelle.crypto.garbling.SeededRandom;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A client whose level sums, base transfers or check values do not belong together is caught where the server could notice. */
class TreeCheckTest {
    private static final byte[] SESSION = {2, 7};
    private static final int SUMS_AT = 128 * EndemicOt.REPLY_BYTES;

    private static boolean passes(int k, Delta delta, Consumer<byte[]> deviation) {
        OtServerSetup server = new OtServerSetup(delta, SESSION, k, SeededRandom.of(1));
        OtClientSetup client = new OtClientSetup(SESSION, k, SeededRandom.of(2));
        byte[] reply = client.reply(server.request());
        deviation.accept(reply);
        try {
            server.finish(reply).close();
            return true;
        } catch (CheatingClientException caught) {
            return false;
        } finally {
            client.client().close();
        }
    }

    @ParameterizedTest
    @CsvSource({"4, 0", "4, 127", "6, 126", "8, 64"})
    void aWrongSumOrBaseTransferPassesOnlyOnTheBranchThatIsNotTaken(int k, int transfer) {
        try (Delta delta = Delta.random(SeededRandom.of(3))) {
            for (int branch = 0; branch < 2; branch++) {
                int sumAt = SUMS_AT + (2 * transfer + branch) * 16;
                int ciphertextAt = transfer * EndemicOt.REPLY_BYTES + branch * EndemicOt.CIPHERTEXT_BYTES + 500;
                boolean taken = Trees.bit(delta, transfer) == branch;
                assertThat(passes(k, delta, reply -> reply[sumAt] ^= 1)).isEqualTo(!taken);
                assertThat(passes(k, delta, reply -> reply[ciphertextAt] ^= 1)).isEqualTo(!taken);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 6, 8})
    void aWrongCheckValueIsAlwaysCaught(int k) {
        try (Delta delta = Delta.random(SeededRandom.of(4))) {
            assertThat(passes(k, delta, _ -> {})).isTrue();
            int end = OtClientSetup.replyBytes(k);
            for (int back = 1; back <= TreeCheck.messageBytes(k); back += 211) {
                int at = end - back;
                assertThat(passes(k, delta, reply -> reply[at] ^= 4))
                        .as("byte -%d", back)
                        .isFalse();
            }
            assertThatThrownBy(() -> {
                        OtServerSetup server = new OtServerSetup(delta, SESSION, k, SeededRandom.of(1));
                        byte[] request = server.request();
                        byte[] reply = new OtClientSetup(new byte[] {2, 8}, k, SeededRandom.of(2)).reply(request);
                        server.finish(reply);
                    })
                    .as("a reply made for another session")
                    .isInstanceOf(CheatingClientException.class);
        }
    }
}
