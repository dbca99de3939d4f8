package gazelle.crypto.ot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gazelle.crypto.garbling.Delta;
import gazelle.crypto.garbling.SeededRandom;
import java.security.SecureRandom;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way in which a client can choose differently in different blocks is caught, but for guessing bits of Delta. */
class ConsistencyCheckTest {
    private static final byte[] SESSION = {3, 1, 4};
    /** The last one ends with the transfers that the check uses up. */
    private static final int[] CHUNKS = {1280, 256, 256};

    private static final int TRANSFERS = IntStream.of(CHUNKS).sum() - OtClient.CHECK_TRANSFERS;

    private static final long LOW = 0x0123_4567_89ab_cdefL;
    private static final long HIGH = 0xfedc_ba98_7654_3211L;

    /** Runs one batch with a deviating client. */
    private static boolean passes(
            int k, long low, long high, Consumer<DeviatingOtClient> deviation, IntFunction<Integer> guesses) {
        try (Delta delta = Trees.known(low, high)) {
            Trees trees = Trees.plant(delta, k, SeededRandom.of(k));
            DeviatingOtClient client = new DeviatingOtClient(k, SESSION, trees.client());
            try (OtServer server = new OtServer(delta, k, SESSION, trees.server())) {
                client.begin(TRANSFERS);
                server.begin(TRANSFERS);
                deviation.accept(client);
                for (int count : CHUNKS) {
                    server.extend(count, client.extend(count));
                }
                try {
                    server.verify(client.check(guesses));
                    assertThat(server.pooled()).isEqualTo(TRANSFERS);
                    return true;
                } catch (CheatingClientException caught) {
                    assertThat(server.pooled()).isZero();
                    assertThatIllegalStateException()
                            .isThrownBy(() -> server.zeroLabels(128, new byte[16], new byte[16 * 128]));
                    return false;
                }
            }
        }
    }

    private static boolean passes(int k, Consumer<DeviatingOtClient> deviation) {
        return passes(k, LOW, HIGH, deviation, _ -> 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void honestClientsPass(int k) {
        assertThat(passes(k, _ -> {})).isTrue();
    }

    /** In the first chunk, the last one, its last transfer, and among those that the check uses up. */
    @ParameterizedTest
    @ValueSource(ints = {4, 6, 8})
    void oneBitInOneBlockIsCaughtWhereverItIs(int k) {
        for (int transfer : new int[] {0, 700, TRANSFERS - 1, TRANSFERS, TRANSFERS + 127}) {
            for (int block = 0; block < OtShape.blocks(k); block += k / 2) {
                int erring = block;
                boolean passed = passes(k, client -> client.err(erring, transfer));
                // No bit of the offset, no error: then nothing was gained either.
                try (Delta delta = Trees.known(LOW, HIGH)) {
                    assertThat(passed)
                            .as("k = %d, block %d, transfer %d", k, block, transfer)
                            .isEqualTo(Trees.path(delta, k, block) == 0);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 6, 8})
    void manyErrorsAreCaught(int k) {
        SecureRandom random = SeededRandom.of(99);
        assertThat(passes(k, client -> {
                    for (int i = 0; i < 200; i++) {
                        client.err(1, random.nextInt(TRANSFERS));
                    }
                }))
                .as("many columns of one block")
                .isFalse();
        assertThat(passes(k, client -> {
                    for (int block = 0; block < OtShape.blocks(k) / 2; block++) {
                        client.err(block, 77);
                    }
                }))
                .as("one column of half of the blocks")
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 6, 8})
    void errorsThatCancelInTheSumAreCaught(int k) {
        assertThat(passes(k, client -> {
                    client.err(1, 5);
                    client.err(2, 5);
                }))
                .as("two blocks alike")
                .isFalse();
        assertThat(passes(k, client -> {
                    client.err(1, 5);
                    client.err(2, 6);
                    client.err(3, 5);
                    client.err(3, 6);
                }))
                .as("three blocks that sum to zero")
                .isFalse();
        assertThat(passes(k, client -> {
                    client.err(1, 5);
                    client.err(1, 5 + 128);
                }))
                .as("two columns a hash block apart")
                .isFalse();
    }

    /** The messages of an honest client, opened as if it had chosen otherwise. */
    @Test
    void openingForAnotherChoiceVectorIsCaught() {
        assertThat(passes(4, client -> IntStream.range(0, 32).forEach(block -> client.err(block, 9))))
                .isFalse();
    }

    /** The best that is left to a deviating client: it guesses all k bits of a block, or is caught. */
    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void exactlyOneGuessOfABlocksBitsPasses(int k) {
        for (int block : new int[] {0, 3}) {
            int erring = block;
            int passing = 0;
            for (int guess = 0; guess < 1 << k; guess++) {
                int guessed = guess;
                boolean passed =
                        passes(k, LOW, HIGH, client -> client.err(erring, 40), each -> each == erring ? guessed : 0);
                try (Delta delta = Trees.known(LOW, HIGH)) {
                    assertThat(passed).isEqualTo(guess == Trees.path(delta, k, block));
                }
                passing += passed ? 1 : 0;
            }
            assertThat(passing).isOne();
        }
    }

    @Test
    void everyByteOfTheMessageCounts() {
        try (Delta delta = Trees.known(LOW, HIGH)) {
            int k = 4;
            for (int at = 0; at < OtClient.checkBytes(); at += 11) {
                Trees trees = Trees.plant(delta, k, SeededRandom.of(1));
                try (OtClient client = new OtClient(k, SESSION, trees.client());
                        OtServer server = new OtServer(delta, k, SESSION, trees.server())) {
                    client.begin(128);
                    server.begin(128);
                    server.extend(256, client.extend(256));
                    byte[] check = client.check();
                    check[at] ^= 1;
                    assertThatThrownBy(() -> server.verify(check))
                            .as("byte %d", at)
                            .isInstanceOf(CheatingClientException.class)
                            .hasMessage("the client's oblivious transfers are not consistent");
                }
            }
        }
    }

    @Test
    void theHashDependsOnEverythingThatWasSent() {
        RowHash first = hashAfter(SESSION, new byte[16], 1);
        byte[] row = SeededRandom.bytes(SeededRandom.of(1), 64);
        byte[] hash = first.linearPart(0, row);
        assertThat(hashAfter(SESSION, new byte[16], 1).linearPart(0, row)).isEqualTo(hash);
        byte[] other = new byte[16];
        other[15] = 1;
        assertThat(hashAfter(SESSION, other, 1).linearPart(0, row)).isNotEqualTo(hash);
        assertThat(hashAfter(new byte[] {3, 1, 5}, new byte[16], 1).linearPart(0, row))
                .isNotEqualTo(hash);
        assertThat(hashAfter(SESSION, new byte[16], 2).linearPart(0, row))
                .as("the second batch")
                .isNotEqualTo(hash);
    }

    /** Else trees could be sought for a hash that is known, at the price of a birthday collision. */
    @Test
    void theHashDependsOnTheWholeSetUp() {
        byte[] request = SeededRandom.bytes(SeededRandom.of(1), 64);
        byte[] reply = SeededRandom.bytes(SeededRandom.of(2), 64);
        byte[] id = ConsistencyCheck.setUpId(SESSION, 4, request, reply);
        assertThat(ConsistencyCheck.setUpId(SESSION, 4, request, reply)).isEqualTo(id);
        assertThat(ConsistencyCheck.setUpId(SESSION, 6, request, reply)).isNotEqualTo(id);
        assertThat(ConsistencyCheck.setUpId(new byte[] {3, 1, 5}, 4, request, reply))
                .isNotEqualTo(id);
        for (int at = 0; at < 64; at += 21) {
            byte[] otherRequest = request.clone();
            otherRequest[at] ^= 1;
            byte[] otherReply = reply.clone();
            otherReply[at] ^= 1;
            assertThat(ConsistencyCheck.setUpId(SESSION, 4, otherRequest, reply))
                    .isNotEqualTo(id);
            assertThat(ConsistencyCheck.setUpId(SESSION, 4, request, otherReply))
                    .isNotEqualTo(id);
        }
    }

    private static RowHash hashAfter(byte[] session, byte[] message, int batches) {
        ConsistencyCheck check = new ConsistencyCheck(session);
        for (int batch = 0; batch < batches; batch++) {
            check.begin(4, 128);
            check.absorb(message);
        }
        return check.hash();
    }
}
