package gazelle.protocol.host;

import gazelle.protocol.admission.Pace;
import gazelle.protocol.admission.QuietLog;
import gazelle.protocol.admission.RecentAddresses;
import gazelle.protocol.session.SetUpGate;
import gazelle.protocol.transport.AddressBlock;
import gazelle.protocol.transport.Link;
import gazelle.protocol.wire.Refused;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Paces the set-ups of each address: they are what costs a server most for the least that a stranger has to do. An address that breaks
 * the protocol has to wait longer each time; one that drops what was begun for it pays for a few set-ups. Safe for many threads.
 */
final class SetUps {
    /** The price of a set-up or an inference that the client gave up, in set-ups: about what it cost the server. */
    private static final int SET_UPS_FOR_ABANDONED = 4;

    /** After so many times the longest penalty without a breach an address begins anew. */
    private static final int PENALTIES_TO_FORGET = 10;

    private static final Duration LEAST_RETRY = Duration.ofSeconds(1);

    private final HostLimits limits;
    private final LongSupplier nanoTime;
    private final QuietLog log;
    private final Pace pace;
    private final Map<AddressBlock, Integer> underWay = new HashMap<>();
    private final Map<AddressBlock, Breaches> breaches = new RecentAddresses<>();

    private static final class Breaches {
        private int count;
        private long lastNanos;
    }

    SetUps(HostLimits limits, LongSupplier nanoTime, QuietLog log) {
        this.limits = limits;
        this.nanoTime = nanoTime;
        this.log = log;
        this.pace = new Pace(nanoTime, limits.setUpInterval(), limits.setUpsInARow());
    }

    /** Returns the gate of one session. */
    Gate gate(Link link) {
        Optional<AddressBlock> address = link.peer().addressBlock();
        return address.isPresent() ? new Paced(address.get(), link.peer().name()) : Gate.OPEN;
    }

    /** A session's gate, which the host closes at the session's end. */
    interface Gate extends SetUpGate {
        /** The gate of links within the process. */
        Gate OPEN = new Gate() {
            @Override
            public Optional<Refused> enter() {
                return Optional.empty();
            }

            @Override
            public void leave() {}

            @Override
            public void brokeProtocol() {}

            @Override
            public void abandoned() {}
        };

        /** Notes that the client sent what the protocol does not allow. */
        void brokeProtocol();

        /** Notes that the client went away, or fell silent, in the middle of what the server was doing for it. */
        void abandoned();
    }

    private final class Paced implements Gate {
        private final AddressBlock address;
        private final String peer;
        private boolean inside;

        Paced(AddressBlock address, String peer) {
            this.address = address;
            this.peer = peer;
        }

        @Override
        public Optional<Refused> enter() throws InterruptedException {
            synchronized (underWay) {
                int others = underWay.getOrDefault(address, 0);
                if (others >= limits.setUpsOfAddress()) {
                    log.say(QuietLog.Notice.SET_UPS_OF_ADDRESS_FULL, peer);
                    return Optional.of(busy(LEAST_RETRY));
                }
                underWay.put(address, others + 1);
                inside = true;
            }
            Duration wait = pace.take(address, limits.longestTurn());
            if (wait.compareTo(limits.longestTurn()) > 0) {
                leave();
                log.say(QuietLog.Notice.SET_UPS_TOO_FAST, peer);
                return Optional.of(busy(wait));
            }
            if (wait.isPositive()) {
                Thread.sleep(wait);
            }
            return Optional.empty();
        }

        @Override
        public void leave() {
            synchronized (underWay) {
                if (inside) {
                    inside = false;
                    underWay.computeIfPresent(address, (_, count) -> count == 1 ? null : count - 1);
                }
            }
        }

        @Override
        public void brokeProtocol() {
            Duration penalty = nextPenalty();
            pace.charge(address, penalty.plus(pause()), limits.longestPenalty());
            log.say(QuietLog.Notice.SLOWED_DOWN, peer + " (" + penalty.toSeconds() + " s)");
        }

        /** A pause that was saved for a burst must not pay for the penalty. */
        private Duration pause() {
            return limits.setUpInterval().multipliedBy(limits.setUpsInARow() - 1L);
        }

        private Duration nextPenalty() {
            synchronized (breaches) {
                long now = nanoTime.getAsLong();
                Breaches known = breaches.computeIfAbsent(address, _ -> new Breaches());
                Duration forget = limits.longestPenalty().multipliedBy(PENALTIES_TO_FORGET);
                if (known.count > 0 && now - known.lastNanos > forget.toNanos()) {
                    known.count = 0;
                }
                known.lastNanos = now;
                Duration penalty = limits.firstPenalty().multipliedBy(1L << known.count);
                if (penalty.compareTo(limits.longestPenalty()) >= 0) {
                    return limits.longestPenalty();
                }
                known.count++;
                return penalty;
            }
        }

        @Override
        public void abandoned() {
            pace.charge(address, limits.setUpInterval().multipliedBy(SET_UPS_FOR_ABANDONED), limits.longestPenalty());
        }
    }

    private static Refused busy(Duration wait) {
        return new Refused(
                Refused.Reason.BUSY, Math.toIntExact(wait.plusMillis(999).toSeconds()));
    }
}
