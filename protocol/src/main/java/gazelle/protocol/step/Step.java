package gazelle.protocol.step;

import java.util.List;

/**
 * One step of an inference that both parties take together, fully determined by the public specification.
 *
 * <p>Whoever drives steps, counts their bytes or checks their messages reads {@link #exchanges} and needs to know no kind of layer. The
 * halves do the work; they neither send nor receive.
 */
public interface Step {
    /** Returns the index of the layer in its network. */
    int layer();

    /**
     * Returns the messages of the step in the client's order; the order within each direction is the order on the wire. A server answers
     * each as soon as it has what that needs ({@link Schedule#serverOrder}).
     */
    List<Exchange> exchanges();

    /** Returns how many of the first exchanges may be sent before the step's turn: prepared ones, and few enough for the server to keep. */
    default int ahead() {
        return 0;
    }

    /** Returns the number of messages after which the client only waits, so that a later step's may go out; -1 if it never only waits. */
    default int idleAfter() {
        return -1;
    }

    /** Returns the phases of an inference that the step consists of. */
    StepPhases phases();

    /** Returns the work that takes most of both parties' time. */
    Operations operations();

    /** Returns the most heap that the step takes on the server beside its messages and the shares of whole tensors, bytes; an estimate. */
    long serverBytes();

    /** Returns the client's half. */
    ClientHalf client(ClientParty party);

    /** Returns the server's half. */
    ServerHalf server(ServerParty party);
}
