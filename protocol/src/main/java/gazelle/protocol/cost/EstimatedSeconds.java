package gazelle.protocol.cost;

import gazelle.protocol.profile.LinkProfile;
import gazelle.protocol.step.InferencePlan;

/**
 * Seconds of one inference by a simple model of both parties, warm, on two quiet processors ({@link InferenceCost#seconds}). It is within a
 * quarter of every network measured in docs/performance.md. On the wire come 8 or 80 ns a byte down, with those up travelling meanwhile,
 * and 0.2 or 40 ms a round.
 *
 * @param loopback within one machine
 * @param lan at 1 Gbit/s and 0.2 ms
 * @param wan at 100 Mbit/s and 40 ms
 */
public record EstimatedSeconds(double loopback, double lan, double wan) {
    /** Estimates a plan over each link. */
    public static EstimatedSeconds of(InferencePlan plan) {
        InferenceCost near = InferenceCost.of(plan.over(LinkProfile.LAN));
        InferenceCost far = InferenceCost.of(plan.over(LinkProfile.WAN));
        return new EstimatedSeconds(
                near.seconds(),
                near.seconds() + near.bytesDown() * 8e-9 + near.rounds() * 0.2e-3,
                far.seconds() + far.bytesDown() * 80e-9 + far.rounds() * 40e-3);
    }
}
