package gazelle.protocol.transport;

import gazelle.protocol.profile.LinkProfile;
import gazelle.protocol.wire.Frame;
import gazelle.protocol.wire.SessionException;
import java.time.Duration;

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

    /** Returns the other side's address, for logs; "this process" if nothing leaves it. */
    String peer();

    /** What kind of link this is, as far as this side can tell. */
    LinkProfile profile();

    /** Ends the connection once everything sent is on its way; does nothing the second time. */
    @Override
    void close();
}
