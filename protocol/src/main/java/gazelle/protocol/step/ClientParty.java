package gazelle.protocol.step;

import gazelle.crypto.garbling.Evaluator;
import gazelle.crypto.linear.LinearClient;
import gazelle.crypto.ot.OtClient;
import gazelle.protocol.meter.WorkClock;
import gazelle.protocol.profile.LinkProfile;

/** The keys, transfers and clock that the client's halves of one inference work with. */
public final class ClientParty implements AutoCloseable {
    private final LinearClient linear;
    private final OtClient transfers;
    private final Evaluator evaluator;
    private final WorkClock clock;

    /**
     * Gathers what an inference needs.
     *
     * @param linear keys of the session; the caller closes them
     * @param transfers of the session; the caller closes them
     * @param inferenceSeed 16 public bytes of this inference
     * @param link the kind of link of the plan
     * @param clock counts the work
     */
    public ClientParty(
            LinearClient linear, OtClient transfers, byte[] inferenceSeed, LinkProfile link, WorkClock clock) {
        this.linear = linear;
        this.transfers = transfers;
        this.evaluator = new Evaluator(inferenceSeed, GarbledActivation.scheme(link));
        this.clock = clock;
    }

    LinearClient linear() {
        return linear;
    }

    OtClient transfers() {
        return transfers;
    }

    Evaluator evaluator() {
        return evaluator;
    }

    WorkClock clock() {
        return clock;
    }

    /** Wipes what belongs to this inference alone. */
    @Override
    public void close() {
        evaluator.close();
    }
}
