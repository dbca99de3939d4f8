package gazelle.protocol.step;

import gazelle.crypto.share.AdditiveShare;
import java.util.List;

/** The server's half of a step: takes the client's messages and makes its own in the order of {@link Schedule#serverOrder}. */
public interface ServerHalf extends AutoCloseable {
    /**
     * Gives the shares that enter the step.
     *
     * @param shares the server's shares of the layer's inputs, in the order of its sources; left as they are
     */
    void input(List<AdditiveShare> shares);

    /**
     * Takes the payload of the client's next message, of the size that it must have.
     *
     * @throws gazelle.crypto.ot.CheatingClientException if the client deviated
     */
    void accept(Exchange exchange, byte[] payload);

    /**
     * Returns the payload of the server's next message.
     *
     * @throws gazelle.crypto.ot.CheatingClientException if the client deviated
     */
    byte[] next(Exchange exchange);

    /** Returns what comes out once all messages are exchanged. */
    StepOutput output();

    /**
     * Looks at messages that nobody has needed so far; called when an inference ends early.
     *
     * @throws gazelle.crypto.ot.CheatingClientException if one of them proves that the client deviated
     */
    void requireHonest();

    /** Wipes what was not used, and ends what goes on in the background. */
    @Override
    void close();
}
