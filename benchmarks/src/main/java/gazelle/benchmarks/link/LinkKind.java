package gazelle.benchmarks.link;

import gazelle.protocol.profile.LinkProfile;
import java.time.Duration;

/** The link between the two parties. */
public enum LinkKind {
    /** The machine's own loopback. */
    LOOPBACK(LinkProfile.LAN, Duration.ZERO, Double.POSITIVE_INFINITY),
    /** A hospital's network: 1 Gbit/s, 0.2 ms. */
    LAN(LinkProfile.LAN, Duration.ofNanos(200_000), 1_000),
    /** Two sites: 100 Mbit/s, 40 ms. */
    WAN(LinkProfile.WAN, Duration.ofMillis(40), 100);

    private final LinkProfile profile;
    private final Duration roundTrip;
    private final double megabitsPerSecond;

    LinkKind(LinkProfile profile, Duration roundTrip, double megabitsPerSecond) {
        this.profile = profile;
        this.roundTrip = roundTrip;
        this.megabitsPerSecond = megabitsPerSecond;
    }

    /** The forms of the protocol that a client uses over it. */
    public LinkProfile profile() {
        return profile;
    }

    /** Latency there and back. */
    public Duration roundTrip() {
        return roundTrip;
    }

    /** Rate of each direction, 10^6 bits a second; infinite where nothing limits it. */
    public double megabitsPerSecond() {
        return megabitsPerSecond;
    }

    /** Returns true if a proxy has to slow the connection down. */
    public boolean isThrottled() {
        return this != LOOPBACK;
    }
}
