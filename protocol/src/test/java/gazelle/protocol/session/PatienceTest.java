package gazelle.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gazelle.crypto.ot.OtClientSetup;
import gazelle.crypto.ot.OtServerSetup;
import gazelle.protocol.SmallModels;
import gazelle.protocol.TwoParties;
import gazelle.protocol.cost.InferenceCost;
import gazelle.protocol.host.ModelHost;
import gazelle.protocol.model.CompiledModel;
import gazelle.protocol.profile.LinkProfile;
import gazelle.protocol.reference.ReferenceNetwork;
import gazelle.protocol.step.InferencePlan;
import gazelle.protocol.wire.FrameType;
import gazelle.protocol.wire.SessionException;
import gazelle.protocol.wire.SessionException.Code;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The limits of a client's waiting for a slow server, and the notice that its listener gets; no test waits in real time. */
@Timeout(60)
class PatienceTest {
    private static final Duration NONE = Duration.ZERO;
    private static final Duration FOR_EVER = Duration.ofDays(1_000);
    private static final Duration SILENCE = Duration.ofSeconds(30);
    private static final int KIB = 1 << 10;

    /** Limits of a second for computing and a KiB a second, so that the number of bytes decides. */
    private static final SessionLimits LIMITS = SessionLimits.USUAL
            .withSilence(SILENCE)
            .withPatience(Patience.USUAL.withComputing(Duration.ofSeconds(1)).withLeastBytesPerSecond(KIB));

    private static final CompiledModel MODEL = SmallModels.label();

    private final AtomicLong nanoTime = new AtomicLong();
    private final SessionSettings settings = new SessionSettings(new SecureRandom(), nanoTime::get, LIMITS);
    private final List<String> told = new ArrayList<>();

    private class Told extends ForwardingInferenceListener {
        Told() {
            super(InferenceListener.NONE);
        }

        @Override
        public void stalled(Duration quiet) {
            told.add("stalled " + quiet);
        }

        @Override
        public void resumed(Duration lasted) {
            told.add("resumed " + lasted);
        }
    }

    private int classify(FrameType slow, Duration quiet, Duration dripping) throws SessionException {
        return classify(slow, quiet, dripping, new Told());
    }

    private int classify(FrameType slow, Duration quiet, Duration dripping, InferenceListener listener)
            throws SessionException {
        try (ModelHost host = TwoParties.host(MODEL);
                GazelleClient client = GazelleClient.open(
                        new SlowLink(host.connectInProcess(), nanoTime, slow, quiet, dripping), settings)) {
            return client.classify("small-label", SmallModels.input(0), listener)
                    .label();
        }
    }

    private static int expected() {
        return new ReferenceNetwork(MODEL.spec(), MODEL.weights()).label(SmallModels.input(0));
    }

    private static long inferenceBytes() {
        InferenceCost cost = InferenceCost.of(InferencePlan.of(MODEL.spec(), LinkProfile.LOCAL));
        return cost.bytesUp() + cost.bytesDown();
    }

    private static void assertTimesOut(ThrowingCallable call, String message) {
        assertThatThrownBy(call)
                .hasMessageContaining(message)
                .isInstanceOfSatisfying(
                        SessionException.class, late -> assertThat(late.code()).isEqualTo(Code.TIMED_OUT));
    }

    private void assertTooSlow(FrameType dripped, long bytes) {
        long seconds = 1 + Math.ceilDiv(bytes, KIB);
        assertTimesOut(
                () -> classify(dripped, NONE, FOR_EVER),
                "The server was too slow: this program waited " + seconds
                        + " s for it in all, the longest that it allows for "
                        + String.format(Locale.ROOT, "%.1f", bytes * 1e-6)
                        + " MB. No result was produced; only protected data had been sent. Try again later, or "
                        + "tell the server's administrator. On the command line, a longer --computing-time and a lower "
                        + "--least-rate allow for a slow server or network.");
        assertThat(Duration.ofNanos(nanoTime.get())).isEqualTo(Duration.ofSeconds(seconds));
        assertThat(told).as("bytes moved all the time").isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = FrameType.class,
            names = {"BEGIN", "RESPONSE", "TABLES"})
    void aDrippingServerIsLeftWhenAnInferencesBytesHadTheirTime(FrameType dripped) {
        assertTooSlow(dripped, inferenceBytes());
    }

    @Test
    void aDrippingServerIsLeftWhenTheKeysHadTheirTime() {
        int treeBits = LinkProfile.LOCAL.otTreeBits();
        assertTooSlow(
                FrameType.OT_REQUEST,
                24_609L + OtServerSetup.requestBytes(treeBits) + OtClientSetup.replyBytes(treeBits));
    }

    @Test
    void aDrippingServerIsLeftWhenItsGreetingHadItsTime() {
        assertTimesOut(() -> classify(FrameType.WELCOME, NONE, FOR_EVER), "did not answer within 15 s");
        assertThat(Duration.ofNanos(nanoTime.get())).isEqualTo(Duration.ofSeconds(15));
    }

    @Test
    void aSilentServerIsLeftMuchSooner() {
        assertTimesOut(() -> classify(FrameType.TABLES, FOR_EVER, NONE), "did not answer within 30 s");
        assertThat(Duration.ofNanos(nanoTime.get())).isEqualTo(SILENCE);
        assertThat(told).as("it never went on").containsExactly("stalled PT3S");
    }

    @Test
    void aSlowServerThatKeepsTheLeastRateGivesItsResult() throws Exception {
        long seconds = inferenceBytes() / KIB / 2;
        assertThat(classify(FrameType.RESPONSE, NONE, Duration.ofSeconds(seconds)))
                .as("two responses")
                .isEqualTo(expected());
        assertThat(nanoTime.get())
                .isGreaterThanOrEqualTo(2 * Duration.ofSeconds(seconds).toNanos());
    }

    @Test
    void theClientsOwnSlownessDoesNotCount() throws Exception {
        InferenceListener slow = new ForwardingInferenceListener(InferenceListener.NONE) {
            @Override
            public void layerStarted(int layer) {
                nanoTime.addAndGet(Duration.ofHours(5).toNanos());
            }
        };
        assertThat(classify(FrameType.TABLES, Duration.ofSeconds(2), NONE, slow))
                .isEqualTo(expected());
    }

    @Test
    void eachPauseOfThreeSecondsIsToldOnceAndSoIsItsEnd() throws Exception {
        assertThat(classify(FrameType.RESPONSE, Duration.ofSeconds(20), NONE)).isEqualTo(expected());
        assertThat(told).containsExactly("stalled PT3S", "resumed PT20S", "stalled PT3S", "resumed PT20S");
    }

    @Test
    void aShorterPauseIsNotTold() throws Exception {
        assertThat(classify(FrameType.RESPONSE, Duration.ofMillis(2_900), NONE)).isEqualTo(expected());
        assertThat(told).isEmpty();
    }

    @Test
    void aByteEndsAPauseAsWellAsAFrameDoes() throws Exception {
        assertThat(classify(FrameType.BEGIN, Duration.ofSeconds(4), Duration.ofSeconds(5)))
                .isEqualTo(expected());
        assertThat(told).as("seen at the next look").containsExactly("stalled PT3S", "resumed PT4.75S");
    }

    @Test
    void aPauseInTheExchangeOfKeysIsToldToo() throws Exception {
        try (ModelHost host = TwoParties.host(MODEL);
                GazelleClient client = GazelleClient.open(
                        new SlowLink(
                                host.connectInProcess(), nanoTime, FrameType.OT_REQUEST, Duration.ofSeconds(5), NONE),
                        settings)) {
            client.prepare(new Told());
        }
        assertThat(told).containsExactly("stalled PT3S", "resumed PT5S");
    }

    @Test
    void theTotalIsNeverShorterThanOneSilence() {
        assertThat(SessionLimits.USUAL.longestWaitFor(64 * KIB * 60)).isEqualTo(Duration.ofMinutes(3));
        assertThat(SessionLimits.USUAL.withSilence(Duration.ofMinutes(10)).longestWaitFor(1))
                .isEqualTo(Duration.ofMinutes(10));
        assertThat(SessionLimits.USUAL.longestWaitFor(Long.MAX_VALUE))
                .as("what an offered network may claim")
                .isGreaterThan(Duration.ofDays(1_000_000));
    }

    @Test
    void patienceHasItsLeast() {
        assertThatThrownBy(() -> Patience.USUAL.withComputing(NONE)).hasMessage("computing: PT0S (expected: positive)");
        assertThatThrownBy(() -> Patience.USUAL.withLeastBytesPerSecond(0))
                .hasMessage("leastBytesPerSecond: 0 (expected: at least 1)");
        assertThatThrownBy(() -> Patience.USUAL.withNotice(Duration.ofNanos(5)))
                .hasMessage("notice: PT0.000000005S (expected: at least PT0.001S)");
    }
}
