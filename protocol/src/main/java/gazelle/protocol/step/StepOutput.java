package gazelle.protocol.step;

import gazelle.crypto.share.AdditiveShare;

/** The result of one party's half of a step: a share, or at the end of a network what is {@link Revealed} to the client alone. */
public sealed interface StepOutput permits StepOutput.Shared, StepOutput.Nothing, Revealed {
    /**
     * A share of the layer's output.
     *
     * @param share owned by whoever asked for it
     */
    record Shared(AdditiveShare share) implements StepOutput {}

    /** The server's output of the last step. */
    enum Nothing implements StepOutput {
        /** The only one. */
        NOTHING
    }
}
