package gazelle.app.service;

import static org.assertj.core.api.Assertions.assertThat;

import gazelle.app.NetworkServer;
import gazelle.app.SmallModel;
import gazelle.app.service.ReusableSession.SetUp;
import gazelle.protocol.model.QuantisedTensor;
import gazelle.protocol.session.ForwardingInferenceListener;
import gazelle.protocol.session.InferenceListener;
import gazelle.protocol.session.SessionLimits;
import gazelle.protocol.session.SessionSettings;
import gazelle.protocol.wire.ModelOffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The set-ups that a listener is told of while sessions follow one another. */
@Timeout(60)
final class ReusableSessionTest {
    private NetworkServer server;
    private ReusableSession session;

    @BeforeEach
    void start() throws Exception {
        server = NetworkServer.start(SmallModel.prepared());
        session = new ReusableSession(new RemoteServer(
                server.address(),
                server.fingerprint(),
                new SessionSettings(new SecureRandom(), System::nanoTime, SessionLimits.USUAL)));
    }

    @AfterEach
    void end() {
        session.close();
        server.close();
    }

    private static final class Told extends ForwardingInferenceListener implements ReusableSession.Listener {
        private final List<SetUp> setUps;

        Told(List<SetUp> setUps) {
            super(InferenceListener.NONE);
            this.setUps = setUps;
        }

        @Override
        public void sessionPrepared(SetUp setUp) {
            setUps.add(setUp);
        }
    }

    /** Returns the set-ups told of with one image. */
    private List<SetUp> classify(String model) throws Exception {
        ModelOffer offer = session.offer(model);
        List<SetUp> told = new ArrayList<>();
        session.attempt()
                .classify(
                        offer,
                        new QuantisedTensor(
                                offer.network().input().shape(),
                                new int[offer.network().input().shape().elements()]),
                        new Told(told));
        return told;
    }

    @Test
    void tellsOfASessionOnceHoweverManyImagesItServes() throws Exception {
        assertThat(classify("label")).hasSize(1).allMatch(setUp -> setUp.bytesUp() > 100_000);
        assertThat(classify("label")).isEmpty();
        assertThat(classify("label")).isEmpty();
    }

    @Test
    void tellsOfEverySessionThatFollowsASpentOne() throws Exception {
        // The scores of three classes use a session's budget up at once.
        List<SetUp> all = new ArrayList<>();
        for (int image = 0; image < 3; image++) {
            List<SetUp> told = classify("scores");
            assertThat(told).as("image %d", image).hasSize(1);
            all.addAll(told);
        }
        assertThat(all).doesNotHaveDuplicates().allMatch(setUp -> setUp.seconds() > 0 && setUp.bytesUp() > 100_000);
    }
}
