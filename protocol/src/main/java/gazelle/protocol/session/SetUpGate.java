package gazelle.protocol.session;

import gazelle.protocol.wire.Refused;
import java.util.Optional;

/** Decides whether a client's set-up may begin, before the server computes anything for it; called on the session's thread. */
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
     * Decides on a client that has sent its keys; may let it wait for its turn.
     *
     * @return the refusal, if it is refused
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    Optional<Refused> enter() throws InterruptedException;

    /** Called when the set-up that was let in is complete. */
    void leave();
}
