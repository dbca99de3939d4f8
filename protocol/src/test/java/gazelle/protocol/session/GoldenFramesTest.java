package gazelle.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;

import gazelle.protocol.SmallModels;
import gazelle.protocol.model.CompiledModel;
import gazelle.protocol.transport.Link;
import gazelle.protocol.transport.LoopbackLink;
import gazelle.protocol.transport.netty.BytePipe;
import gazelle.protocol.wire.Frame;
import gazelle.protocol.wire.FrameType;
import gazelle.protocol.wire.Hello;
import gazelle.protocol.wire.Refused;
import gazelle.protocol.wire.Start;
import gazelle.protocol.wire.Welcome;
import gazelle.protocol.wire.WireJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every byte of a session with seeded parties, against what this version of the protocol has always sent. A change that fails here
 * changes the wire format, and since the release of a version needs a name of its own among the capabilities, or another version with
 * frames of its own (docs/protocol/messages.md section 4).
 */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GoldenFramesTest {
    private static final Duration WAIT = Duration.ofSeconds(30);
    private static final String FOLDER = "/golden/v" + ProtocolVersion.CURRENT + "/";
    private static final List<CompiledModel> MODELS =
            List.of(SmallModels.label(), SmallModels.topTwo(), SmallModels.scores());

    private static final Refused BUSY = new Refused(Refused.Reason.BUSY, 10);

    private final List<Frame> clientFrames = new ArrayList<>();
    private final List<Frame> serverFrames = new ArrayList<>();

    /** A party whose whole randomness follows from a seed. */
    private static SessionSettings seeded(long seed) throws GeneralSecurityException {
        SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
        random.setSeed(seed);
        return new SessionSettings(random, System::nanoTime, WAIT);
    }

    private static Link recorded(Link link, List<Frame> frames) {
        return new InterceptedLink(link, (_, frame, inner, timeout) -> {
            frames.add(frame);
            inner.send(frame, timeout);
        });
    }

    @BeforeAll
    void classifyWithEveryModelOnce() throws Exception {
        // Scores take the whole budget of a garbling offset.
        classify(1, SmallModels.label(), SmallModels.topTwo());
        classify(3, SmallModels.scores());
    }

    private void classify(long seed, CompiledModel... classified) throws Exception {
        LoopbackLink.Pair pair = LoopbackLink.pair();
        SessionSettings serverSettings = seeded(seed);
        List<PreparedModel> models = MODELS.stream().map(PreparedModel::new).toList();
        FutureTask<Integer> server = new FutureTask<>(() -> new ServerSession(
                        recorded(pair.second(), serverFrames),
                        models,
                        serverSettings,
                        ServerListener.NONE,
                        SetUpGate.OPEN)
                .run());
        Thread.ofPlatform().daemon().start(server);
        try (GazelleClient client = GazelleClient.open(recorded(pair.first(), clientFrames), seeded(seed + 1))) {
            for (CompiledModel model : classified) {
                client.classify(model.card().name(), SmallModels.input(0), InferenceListener.NONE);
            }
        }
        assertThat(server.get()).isEqualTo(classified.length);
    }

    @Test
    void everyFrameOfASessionHasItsDigest() throws Exception {
        String transcript = transcript("client ", clientFrames) + transcript("server ", serverFrames);
        assertThat(transcript).isEqualTo(new String(golden("session.txt"), StandardCharsets.US_ASCII));
    }

    private static String transcript(String sender, List<Frame> frames) throws GeneralSecurityException {
        StringBuilder lines = new StringBuilder();
        for (Frame frame : frames) {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(BytePipe.End.bytes(frame));
            lines.append(sender)
                    .append(frame.type())
                    .append(' ')
                    .append(frame.wireBytes())
                    .append(' ')
                    .append(HexFormat.of().formatHex(digest))
                    .append('\n');
        }
        return lines.toString();
    }

    @ParameterizedTest
    @EnumSource(
            value = FrameType.class,
            names = {"HELLO", "WELCOME", "REFUSED", "START", "BEGIN"})
    void smallFramesAreTheirBytes(FrameType type) throws Exception {
        assertThat(BytePipe.End.bytes(frame(type))).isEqualTo(golden(file(type)));
    }

    @ParameterizedTest
    @EnumSource(
            value = FrameType.class,
            names = {"HELLO", "WELCOME", "REFUSED", "START", "BEGIN"})
    void smallFramesAreReadAsWhatTheySay(FrameType type) throws Exception {
        try (BytePipe pipe = new BytePipe()) {
            pipe.client().write(golden(file(type)));
            Frame read = pipe.server().link().receive(WAIT);
            assertThat(read.type()).isEqualTo(type);
            switch (type) {
                case HELLO -> assertThat(WireJson.read(read, Hello.class)).isEqualTo(ProtocolVersion.hello());
                case WELCOME ->
                    assertThat(WireJson.read(read, Welcome.class).models().stream()
                                    .map(offer -> offer.network())
                                    .toList())
                            .isEqualTo(MODELS.stream().map(CompiledModel::spec).toList());
                case REFUSED -> assertThat(WireJson.read(read, Refused.class)).isEqualTo(BUSY);
                case START -> assertThat(WireJson.read(read, Start.class)).isEqualTo(new Start("small-label"));
                default -> assertThat(read.payload()).hasSize(ServerSession.GARBLING_SEED_BYTES);
            }
        }
    }

    /** The first frame of that type that was sent; a refusal, which this session had none of, is made. */
    private Frame frame(FrameType type) {
        if (type == FrameType.REFUSED) {
            return new Frame(type, WireJson.write(BUSY));
        }
        return Stream.of(clientFrames, serverFrames)
                .flatMap(List::stream)
                .filter(frame -> frame.type() == type)
                .findFirst()
                .orElseThrow();
    }

    private static String file(FrameType type) {
        return type.name().toLowerCase(Locale.ROOT) + ".frame";
    }

    private static byte[] golden(String name) throws IOException {
        try (InputStream file = GoldenFramesTest.class.getResourceAsStream(FOLDER + name)) {
            if (file == null) {
                throw new AssertionError(FOLDER + name + " is missing");
            }
            return file.readAllBytes();
        }
    }
}
