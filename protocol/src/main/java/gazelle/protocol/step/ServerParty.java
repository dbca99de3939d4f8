package gazelle.protocol.step;

import gazelle.crypto.garbling.Delta;
import gazelle.crypto.garbling.Garbler;
import gazelle.crypto.linear.LinearServer;
import gazelle.crypto.ot.OtServer;
import gazelle.protocol.meter.WorkClock;
import gazelle.protocol.profile.LinkProfile;
import java.security.SecureRandom;
import java.util.function.IntFunction;

/** The keys, weights, transfers and clock that the server's halves of one inference work with. */
public final class ServerParty implements AutoCloseable {
    private final LinearServer linear;
    private final OtServer transfers;
    private final Garbler garbler;
    private final IntFunction<PreparedLinear> weights;
    private final WorkClock clock;

    /**
     * The secrets of one session.
     *
     * @param linear keys of the session; the caller closes them
     * @param transfers of the session; the caller closes them
     * @param delta offset of the session's labels; the caller closes it
     */
    public record Session(LinearServer linear, OtServer transfers, Delta delta) {}

    /**
     * Gathers what an inference needs.
     *
     * @param inferenceSeed 16 public bytes, fresh for this inference
     * @param link the kind of link of the plan
     * @param random source of every secret
     * @param weights those of a linear layer, by its index in the network
     * @param clock counts the work
     */
    public ServerParty(
            Session session,
            byte[] inferenceSeed,
            LinkProfile link,
            SecureRandom random,
            IntFunction<PreparedLinear> weights,
            WorkClock clock) {
        this.linear = session.linear();
        this.transfers = session.transfers();
        this.garbler = new Garbler(session.delta(), inferenceSeed, GarbledActivation.scheme(link), random);
        this.weights = weights;
        this.clock = clock;
    }

    LinearServer linear() {
        return linear;
    }

    OtServer transfers() {
        return transfers;
    }

    Garbler garbler() {
        return garbler;
    }

    PreparedLinear weights(int layer) {
        return weights.apply(layer);
    }

    WorkClock clock() {
        return clock;
    }

    /** Wipes what belongs to this inference alone. */
    @Override
    public void close() {
        garbler.close();
    }
}
