package gazelle.benchmarks.link;

import gazelle.protocol.profile.LinkProfile;
import java.time.Duration;

/** What lies between the two parties. */
public enum LinkKind {
    /** Nothing but the machine's own loopback. */
    LOOPBACK(Duration.ZERO, Double.POSITIVE_INFINITY, LinkProfile.LOCAL),
    /** A hospital's network: 1 Gbit/s, 0.2 ms. */
    LAN(Duration.ofNanos(200_000), 1_000, LinkProfile.LAN),
    /** Two sites: 100 Mbit/s, 40 ms. */
    WAN(Duration.ofMillis(40), 100, LinkProfile.WAN);

    private final Duration roundTrip;
    private final double megabitsPerSecond;
    private final LinkProfile profile;

    LinkKind(Duration roundTrip, double megabitsPerSecond, LinkProfile profile) {
        this.roundTrip = roundTrip;
        this.megabitsPerSecond = megabitsPerSecond;
        this.profile = profile;
    }

    /** Latency there and back. */
    public Duration roundTrip() {
        return roundTrip;
    }

    /** Rate of each direction, 10^6 bits a second; infinite where nothing limits it. */
    public double megabitsPerSecond() {
        return megabitsPerSecond;
    }

    /** The forms of the protocol that are used over it. */
    public LinkProfile profile() {
        return profile;
    }

    /** Whether a proxy has to slow the connection down. */
    public boolean isThrottled() {
        return this != LOOPBACK;
    }
}
