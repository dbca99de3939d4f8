package gazelle.protocol.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gazelle.protocol.transport.AddressBlock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OpenConnectionsTest {
    private static final AddressBlock A = new AddressBlock("192.0.2.1");
    private static final AddressBlock B = new AddressBlock("192.0.2.2");
    private static final AddressBlock C = new AddressBlock("192.0.2.3");
    private static final ConnectionLimits LIMITS =
            new ConnectionLimits(5, 3, 2, 100, Duration.ofSeconds(1), Duration.ofSeconds(10));

    private final OpenConnections<String> open = new OpenConnections<>(LIMITS, () -> 0);

    private Optional<String> taken(String connection, AddressBlock address) {
        OpenConnections.Answer<String> answer = open.open(connection, address);
        assertThat(answer.verdict()).isEqualTo(OpenConnections.Verdict.TAKEN);
        return answer.replaced();
    }

    @Test
    void theOldestSilentOneOfAnAddressGoesFirst() {
        assertThat(taken("a1", A)).isEmpty();
        assertThat(taken("a2", A)).isEmpty();
        assertThat(taken("b1", B)).isEmpty();
        assertThat(taken("a3", A)).hasValue("a1");
        open.greeted("a2");
        assertThat(taken("a4", A)).as("one has greeted").isEmpty();
        assertThat(taken("a5", A)).as("three of an address are enough").hasValue("a3");
    }

    @Test
    void whoHasGreetedStaysAndTheNewOneIsTurnedAway() {
        for (String connection : new String[] {"a1", "a2", "a3"}) {
            assertThat(taken(connection, A)).isEmpty();
            open.greeted(connection);
        }
        assertThat(open.open("a4", A).verdict()).isEqualTo(OpenConnections.Verdict.FULL);
        open.closed("a2");
        assertThat(taken("a5", A)).isEmpty();
    }

    @Test
    void theOldestSilentOneOfAllGoesWhenAllAreTaken() {
        for (String connection : new String[] {"a1", "a2"}) {
            taken(connection, A);
        }
        open.greeted("a1");
        taken("b1", B);
        taken("b2", B);
        taken("c1", C);
        assertThat(taken("c2", C)).hasValue("a2");
    }

    @Test
    void anAddressMayNotComeTooOften() {
        for (int i = 0; i < LIMITS.inARow(); i++) {
            taken("a" + i, A);
        }
        assertThat(open.open("late", A).verdict()).isEqualTo(OpenConnections.Verdict.TOO_FAST);
        assertThat(taken("b", B)).isEmpty();
    }

    @Test
    void limitsArePositive() {
        assertThatThrownBy(() -> new ConnectionLimits(1, 1, 0, 1, Duration.ofSeconds(1), Duration.ofSeconds(1)))
                .hasMessage("silentOfAddress: 0 (expected: at least 1)");
        assertThatThrownBy(() -> LIMITS.withGreeting(Duration.ZERO)).hasMessage("greeting: PT0S (expected: positive)");
    }
}
