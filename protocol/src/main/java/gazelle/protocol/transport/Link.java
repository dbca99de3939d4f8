package gazelle.protocol.transport;

import gazelle.protocol.profile.LinkProfile;
import gazelle.protocol.wire.Frame;
import gazelle.protocol.wire.SessionException;
import java.time.Duration;
import java.util.Optional;

/**
 * A connection that carries frames in both directions, in order, each at most once.
 *
 * <p>One thread sends and receives; any thread may close, which ends a blocked call with {@code CONNECTION_LOST}.
 */
public interface Link extends AutoCloseable {
    /**
     * Hands a frame over, waiting while the other side is slow to take what was sent before.
     *
     * @param timeout how long it may take none of that
     * @throws SessionException {@code CONNECTION_LOST} or {@code TIMED_OUT}
     */
    void send(Frame frame, Duration timeout) throws SessionException;

    /**
     * Waits for the next frame.
     *
     * @param timeout how long the other side may stay silent
     * @throws SessionException {@code CONNECTION_LOST}, {@code TIMED_OUT} or {@code MALFORMED_MESSAGE}
     */
    Frame receive(Duration timeout) throws SessionException;

    /**
     * A number that changes whenever bytes arrive or leave, those of a part of a frame included; links that hand whole frames over
     * need not count.
     */
    default long progress() {
        return 0;
    }

    /** Returns the other side, for logs: its address and port; "this process" if nothing leaves it. */
    String peer();

    /**
     * Returns the addresses by which a server's limits count the other end; none for what never came over a network. A link around
     * another one returns what that one does, or no limit of an address holds for it.
     */
    Optional<AddressBlock> addressBlock();

    /**
     * Returns the time since a server accepted this connection; zero for links that were not accepted from a network. A link around
     * another one returns what that one does.
     */
    Duration age();

    /**
     * Bounds what the other side may make this one hold, from now on. Links that start narrow, so that a stranger cannot make them hold
     * anything, are widened as the session goes on; links within a process may ignore it. A link around another one passes it on.
     *
     * @param largestPayloadBytes longest payload that is read; a longer one ends the link with {@code MALFORMED_MESSAGE}
     * @param queueBytes of frames that wait to be received, from which on no more is read; the frame that reaches it is kept
     */
    void allowFrames(int largestPayloadBytes, long queueBytes);

    /** Returns the kind of link that this is, as far as this side can tell. */
    LinkProfile profile();

    /** Ends the connection once everything sent is on its way; does nothing the second time. */
    @Override
    void close();
}
