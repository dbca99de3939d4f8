package gazelle.protocol.step;

import gazelle.protocol.meter.Phase;

/**
 * The phases that a client passes through in one step.
 *
 * @param making when it makes its messages
 * @param sending the phase to which the bytes of its messages are counted
 * @param waiting when it waits for the server's
 * @param taking when it computes with those
 */
public record StepPhases(Phase making, Phase sending, Phase waiting, Phase taking) {
    /** Phases of lattice arithmetic. */
    static final StepPhases HOMOMORPHIC = new StepPhases(Phase.ENCRYPT, Phase.ENCRYPT, Phase.SERVER, Phase.DECRYPT);

    /** Phases of an activation, and of sums of a party's own share. */
    public static final StepPhases ACTIVATION =
            new StepPhases(Phase.EVALUATE, Phase.TRANSFER, Phase.TRANSFER, Phase.EVALUATE);
}
