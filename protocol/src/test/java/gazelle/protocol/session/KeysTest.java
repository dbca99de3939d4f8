package gazelle.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gazelle.protocol.SmallModels;
import gazelle.protocol.TwoParties;
import gazelle.protocol.profile.LinkProfile;
import gazelle.protocol.transport.LoopbackLink;
import gazelle.protocol.wire.Frame;
import gazelle.protocol.wire.FrameType;
import gazelle.protocol.wire.Refused;
import gazelle.protocol.wire.SessionException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The checks of a client's keys that a server makes before it computes anything for them. */
@Timeout(60)
class KeysTest {
    private static final Duration WAIT = Duration.ofSeconds(10);
    private static final int COEFFICIENT_BYTES = 6;
    private static final PreparedModel MODEL = new PreparedModel(SmallModels.label());

    private final AtomicInteger entered = new AtomicInteger();
    private final SetUpGate counting = new SetUpGate() {
        @Override
        public Optional<Refused> enter() {
            entered.incrementAndGet();
            return Optional.empty();
        }

        @Override
        public void leave() {
            throw new AssertionError("such a set-up is never complete");
        }
    };

    private static byte[] keys() {
        byte[] keys = new byte[24_576 + 32 + 1];
        new SplittableRandom(5).nextBytes(keys);
        for (int i = COEFFICIENT_BYTES - 1; i < 24_576; i += COEFFICIENT_BYTES) {
            keys[i] &= 0x7F;
        }
        keys[keys.length - 1] = LinkProfile.LOCAL.code();
        return keys;
    }

    /** Returns the error with which a server ends a session for these keys; checks that it sent nothing but its refusal after them. */
    private SessionException ending(byte[] keys) throws Exception {
        LoopbackLink.Pair pair = LoopbackLink.pair();
        FutureTask<SessionException> serving = new FutureTask<>(() -> {
            try {
                throw new AssertionError("served "
                        + new ServerSession(
                                        pair.first(),
                                        List.of(MODEL),
                                        TwoParties.SETTINGS,
                                        ServerListener.NONE,
                                        counting)
                                .run());
            } catch (SessionException ended) {
                return ended;
            }
        });
        Thread.ofPlatform().daemon().start(serving);
        Conversation client = new Conversation(pair.second(), Conversation.Party.CLIENT, System::nanoTime, WAIT);
        client.sendJson(FrameType.HELLO, ProtocolVersion.hello());
        client.expect(FrameType.WELCOME);
        client.send(FrameType.KEYS, keys);
        Frame answer = pair.second().receive(WAIT);
        assertThat(answer.type()).isEqualTo(FrameType.REFUSED);
        return serving.get();
    }

    @Test
    void aCoefficientAboveTheModulusIsRefused() throws Exception {
        byte[] keys = keys();
        Arrays.fill(keys, 600, 600 + COEFFICIENT_BYTES, (byte) 0xFF);
        assertThat(ending(keys)).hasMessageContaining("out of range (expected: below q)");
    }

    @Test
    void keysThatAreOneCoefficientTakeNoTurn() throws Exception {
        for (byte value : new byte[] {0, 1, (byte) 0xFF}) {
            byte[] keys = keys();
            Arrays.fill(keys, 0, 24_576, value);
            assertThat(ending(keys))
                    .hasMessageContaining("a KEYS message holds no key: its coefficients are all the same");
        }
        assertThat(entered).hasValue(0);
    }

    @Test
    void whoIsNotLetInIsRefusedAsBusy() {
        SetUpGate closed = new SetUpGate() {
            @Override
            public Optional<Refused> enter() {
                return Optional.of(new Refused(Refused.Reason.BUSY, 7));
            }

            @Override
            public void leave() {}
        };
        LoopbackLink.Pair pair = LoopbackLink.pair();
        FutureTask<Integer> serving = new FutureTask<>(
                () -> new ServerSession(pair.first(), List.of(MODEL), TwoParties.SETTINGS, ServerListener.NONE, closed)
                        .run());
        Thread.ofPlatform().daemon().start(serving);
        assertThatThrownBy(() ->
                        GazelleClient.open(pair.second(), TwoParties.SETTINGS).prepare())
                .hasMessageContaining("Nothing was classified. Try again in 7 s.");
        assertThatThrownBy(serving::get).cause().isInstanceOf(SessionException.class);
    }
}
