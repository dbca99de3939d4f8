package gazelle.protocol.step;

import gazelle.crypto.share.AdditiveShare;
import java.util.List;

/** The client's half of a step: makes its messages and takes the server's in the order of {@link Step#exchanges}. */
public interface ClientHalf extends AutoCloseable {
    /**
     * Gives the shares that enter the step; prepared messages may have been made before.
     *
     * @param shares the client's shares of the layer's inputs, in the order of its sources; left as they are
     */
    void input(List<AdditiveShare> shares);

    /** Returns the payload of the client's next message. */
    byte[] next(Exchange exchange);

    /** Takes the payload of the server's next message, of the size that it must have. */
    void accept(Exchange exchange, byte[] payload);

    /** Returns what comes out once all messages are exchanged. */
    StepOutput output();

    /** Wipes what was not used. */
    @Override
    void close();
}
