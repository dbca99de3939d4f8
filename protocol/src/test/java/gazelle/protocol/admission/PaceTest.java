package gazelle.protocol.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gazelle.protocol.transport.AddressBlock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final AddressBlock HERE = new AddressBlock("192.0.2.1");
    private static final AddressBlock THERE = new AddressBlock("192.0.2.2");
    private static final Duration SECOND = Duration.ofSeconds(1);

    /** Begins just before the clock's turn-over, which must not matter. */
    private long now = Long.MAX_VALUE - Duration.ofSeconds(2).toNanos();

    private final Pace pace = new Pace(() -> now, SECOND, 3);

    private Duration take(AddressBlock address) {
        return pace.take(address, Duration.ZERO);
    }

    @Test
    void threeComeAtOnceAndThenOneASecond() {
        for (int i = 0; i < 3; i++) {
            assertThat(take(HERE)).isZero();
        }
        for (int second = 0; second < 5; second++) {
            assertThat(take(HERE)).isEqualTo(SECOND);
            now += SECOND.toNanos();
            assertThat(take(HERE)).isZero();
        }
        now += Duration.ofMinutes(1).toNanos();
        for (int i = 0; i < 3; i++) {
            assertThat(take(HERE)).as("after a pause").isZero();
        }
        assertThat(take(HERE)).as("a pause saves no more than that").isEqualTo(SECOND);
    }

    @Test
    void turnsAreWaitedForInOrderAndOnlySoLong() {
        for (int i = 0; i < 3; i++) {
            take(HERE);
        }
        assertThat(pace.take(HERE, Duration.ofSeconds(2))).isEqualTo(SECOND);
        assertThat(pace.take(HERE, Duration.ofSeconds(2))).isEqualTo(Duration.ofSeconds(2));
        for (int i = 0; i < 10; i++) {
            assertThat(pace.take(HERE, Duration.ofSeconds(2)))
                    .as("who is refused takes no turn")
                    .isEqualTo(Duration.ofSeconds(3));
        }
    }

    @Test
    void anotherAddressIsNotKeptWaiting() {
        for (int i = 0; i < 10; i++) {
            take(HERE);
        }
        assertThat(take(THERE)).isZero();
    }

    @Test
    void whatIsChargedHasToBeWaitedForButNeverForEver() {
        pace.charge(HERE, Duration.ofSeconds(4), Duration.ofSeconds(30));
        assertThat(take(HERE)).as("less the two saved").isEqualTo(Duration.ofSeconds(2));
        for (int i = 0; i < 100; i++) {
            pace.charge(HERE, Duration.ofSeconds(30), Duration.ofSeconds(30));
        }
        assertThat(take(HERE)).isEqualTo(Duration.ofSeconds(30));
        now += Duration.ofSeconds(30).toNanos();
        assertThat(take(HERE)).isZero();
    }

    @Test
    void manyAddressesDoNotFillTheMemory() {
        RecentAddresses<Integer> recent = new RecentAddresses<>();
        for (int i = 0; i < 2 * RecentAddresses.MOST; i++) {
            recent.put(new AddressBlock("address " + i), i);
            assertThat(recent.get(new AddressBlock("address 0")))
                    .as("asked for again and again")
                    .isZero();
        }
        assertThat(recent).hasSize(RecentAddresses.MOST).doesNotContainKey(new AddressBlock("address 1"));
    }

    @Test
    void paceIsPositive() {
        assertThatThrownBy(() -> new Pace(() -> 0, Duration.ZERO, 1)).hasMessage("interval: PT0S (expected: positive)");
        assertThatThrownBy(() -> new Pace(() -> 0, SECOND, 0)).hasMessage("inARow: 0 (expected: at least 1)");
    }
}
