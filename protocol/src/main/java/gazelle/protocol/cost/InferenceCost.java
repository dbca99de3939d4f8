package gazelle.protocol.cost;

import gazelle.protocol.step.Exchange;
import gazelle.protocol.step.InferencePlan;
import gazelle.protocol.step.Operations;
import gazelle.protocol.step.Schedule;
import gazelle.protocol.step.Step;
import java.util.List;

/**
 * The exact bytes, rounds and operations of one inference on an open session, frame headers included.
 *
 * @param layers one for each layer
 * @param bytesUp frames of the client within the layers
 * @param bytesDown frames of the server within the layers
 * @param rounds how often the client waits for an answer within the layers
 */
public record InferenceCost(List<LayerCost> layers, long bytesUp, long bytesDown, int rounds) {
    /** TLS and buffers on both sides, a byte. */
    private static final double SECONDS_PER_BYTE = 4e-9;

    /** Threads that wake and caches that are cold, a round. */
    private static final double SECONDS_PER_ROUND = 2.3e-3;

    public InferenceCost {
        layers = List.copyOf(layers);
    }

    /**
     * One layer's cost.
     *
     * @param bytesUp frames of the client
     * @param bytesDown frames of the server
     * @param rounds how often the client waits
     * @param operations what takes most of both parties' time
     */
    public record LayerCost(long bytesUp, long bytesDown, int rounds, Operations operations) {
        /**
         * Returns the estimated time within one machine: of the operations, of 4 ns a byte for TLS and buffers on both sides, and of
         * 2.3 ms a round.
         */
        public double seconds() {
            return operations.seconds() + (bytesUp + bytesDown) * SECONDS_PER_BYTE + rounds * SECONDS_PER_ROUND;
        }
    }

    /** Returns the cost of a plan. */
    public static InferenceCost of(InferencePlan plan) {
        List<LayerCost> layers = plan.steps().stream().map(InferenceCost::layer).toList();
        return new InferenceCost(
                layers,
                layers.stream().mapToLong(LayerCost::bytesUp).sum(),
                layers.stream().mapToLong(LayerCost::bytesDown).sum(),
                layers.stream().mapToInt(LayerCost::rounds).sum());
    }

    private static LayerCost layer(Step step) {
        long up = 0;
        long down = 0;
        for (Exchange exchange : step.exchanges()) {
            if (exchange.fromClient()) {
                up += exchange.wireBytes();
            } else {
                down += exchange.wireBytes();
            }
        }
        return new LayerCost(up, down, Schedule.rounds(step), step.operations());
    }

    /** Returns the estimated time within one machine. */
    public double seconds() {
        return layers.stream().mapToDouble(LayerCost::seconds).sum();
    }
}
