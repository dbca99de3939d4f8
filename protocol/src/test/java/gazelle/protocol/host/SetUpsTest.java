package gazelle.protocol.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gazelle.protocol.admission.QuietLog;
import gazelle.protocol.transport.LoopbackLink;
import gazelle.protocol.wire.Refused;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.slf4j.helpers.NOPLogger;

class SetUpsTest {
    private static final HostLimits LIMITS = HostLimits.of(16).withSetUps(2, 4, Duration.ofSeconds(1));

    private long now;
    private final SetUps setUps = new SetUps(LIMITS, () -> now, new QuietLog(NOPLogger.NOP_LOGGER, () -> now));

    private SetUps.Gate gate(String address) {
        return setUps.gate(Strangers.link(LoopbackLink.pair().first(), address, Duration.ZERO));
    }

    private void pass(String address) throws InterruptedException {
        SetUps.Gate gate = gate(address);
        assertThat(gate.enter()).isEmpty();
        gate.leave();
    }

    @Test
    void twoOfAnAddressAreSetUpAtOnce() throws Exception {
        SetUps.Gate first = gate("a");
        assertThat(first.enter()).isEmpty();
        assertThat(gate("a").enter()).isEmpty();
        assertThat(gate("a").enter()).hasValue(new Refused(Refused.Reason.BUSY, 1));
        assertThat(gate("b").enter()).isEmpty();
        first.leave();
        first.leave();
        assertThat(gate("a").enter()).isEmpty();
        assertThat(gate("a").enter()).as("leaving twice makes no second place").isPresent();
    }

    @Test
    void anAddressThatBreaksTheProtocolWaitsLongerEachTimeAndNeverForEver() throws Exception {
        for (int expected : new int[] {2, 4, 8, 16, 30, 30, 30}) {
            gate("a").brokeProtocol();
            pass("b");
            now += Duration.ofSeconds(expected).minus(LIMITS.longestTurn()).toNanos();
            if (expected > LIMITS.longestTurn().toSeconds()) {
                now -= 1;
                assertThat(gate("a").enter()).as("before %d s", expected).isPresent();
                now += 1;
            }
            now += LIMITS.longestTurn().toNanos();
            pass("a");
            now += Duration.ofSeconds(4).toNanos();
        }
    }

    @Test
    void breachesAreForgottenInTheEnd() throws Exception {
        for (int i = 0; i < 10; i++) {
            gate("a").brokeProtocol();
        }
        now += Duration.ofSeconds(301).toNanos();
        gate("a").brokeProtocol();
        now += Duration.ofSeconds(2).toNanos();
        pass("a");
    }

    @Test
    void whatIsAbandonedCountsLikeSomeSetUps() throws Exception {
        gate("a").abandoned();
        now += Duration.ofSeconds(1).toNanos();
        pass("a");
        for (int i = 0; i < 20; i++) {
            gate("a").abandoned();
        }
        assertThat(gate("a").enter().orElseThrow().retryAfterSeconds()).isEqualTo(30);
    }

    @Test
    void limitsArePositive() {
        assertThatThrownBy(() -> HostLimits.of(0)).hasMessage("sessions: 0 (expected: at least 1)");
        assertThatThrownBy(() -> LIMITS.withSessionsOfAddress(0))
                .hasMessage("sessionsOfAddress: 0 (expected: at least 1)");
        assertThatThrownBy(() -> LIMITS.withSetUps(1, 1, Duration.ZERO))
                .hasMessage("setUpInterval: PT0S (expected: positive)");
    }
}
