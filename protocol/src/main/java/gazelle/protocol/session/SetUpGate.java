package gazelle.protocol.session;

import gazelle.protocol.wire.Refused;
import java.util.Optional;

/** Lets a client's set-up begin, or not, before the server computes anything for it; called on the session's thread. */
public interface SetUpGate {
    /** Lets every client in at once. */
    SetUpGate OPEN = new SetUpGate() {
        @Override
        public Optional<Refused> enter() {
            return Optional.empty();
        }

        @Override
        public void leave() {}
    };

    /**
     * A client has sent its keys; may let it wait for its turn.
     *
     * @return the no, if it is one
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    Optional<Refused> enter() throws InterruptedException;

    /** The set-up that was let in is complete. */
    void leave();
}
