package gazelle.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;

import gazelle.protocol.SmallModels;
import gazelle.protocol.TwoParties;
import gazelle.protocol.transport.Link;
import gazelle.protocol.transport.LoopbackLink;
import gazelle.protocol.wire.Frame;
import gazelle.protocol.wire.FrameType;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Why no result is called verified: a server that sends random bytes gives classes, and the client cannot tell. */
@Timeout(60)
class RandomServerTest {
    private static final int IMAGES = 12;

    @Test
    void randomBytesLeadToSomeClassWithoutAnError() throws Exception {
        PreparedModel model = new PreparedModel(SmallModels.label());
        SplittableRandom random = new SplittableRandom(5);
        LoopbackLink.Pair pair = LoopbackLink.pair();
        Link babbling = new InterceptedLink(pair.first(), (_, frame, link, timeout) -> {
            byte[] payload = frame.payload();
            if (frame.type() == FrameType.RESPONSE || frame.type() == FrameType.TABLES) {
                random.nextBytes(payload);
            }
            link.send(new Frame(frame.type(), payload), timeout);
        });
        FutureTask<Integer> serving = new FutureTask<>(() -> new ServerSession(
                        babbling, List.of(model), TwoParties.SETTINGS, ServerListener.NONE, SetUpGate.OPEN)
                .run());
        Thread.ofPlatform().daemon().start(serving);
        List<Integer> labels = new ArrayList<>();
        try (GazelleClient client = GazelleClient.open(pair.second(), TwoParties.SETTINGS)) {
            for (int image = 0; image < IMAGES; image++) {
                labels.add(client.classify("small-label", SmallModels.input(0), InferenceListener.NONE)
                        .label());
            }
        }
        assertThat(labels).allMatch(label -> label >= 0 && label < 3);
        assertThat(labels.stream().distinct().count()).as("of one image").isGreaterThan(1);
        assertThat(serving.get())
                .as("inferences that the server calls complete")
                .isEqualTo(IMAGES);
    }
}
