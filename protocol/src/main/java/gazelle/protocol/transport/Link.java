package gazelle.protocol.transport;

import gazelle.protocol.profile.LinkProfile;
import gazelle.protocol.wire.Frame;
import gazelle.protocol.wire.SessionException;
import java.time.Duration;

/**
 * A connection that carries frames in both directions, in order, each at most once.
 *
 * <p>One thread sends and receives; any thread may close, which ends a blocked call with {@code CONNECTION_LOST}. A link around another
 * one extends {@link ForwardingLink}, so that nothing that the inner one knows or counts is lost.
 */
public interface Link extends AutoCloseable {
    /**
     * Hands a frame over, waiting while the other side is slow to take what was sent before.
     *
     * @param timeout the longest that it may take none of that
     * @throws SessionException {@code CONNECTION_LOST} or {@code TIMED_OUT}
     */
    void send(Frame frame, Duration timeout) throws SessionException;

    /**
     * Waits for the next frame.
     *
     * @param timeout the longest that the other side may stay silent
     * @throws SessionException {@code CONNECTION_LOST}, {@code TIMED_OUT} or {@code MALFORMED_MESSAGE}
     */
    Frame receive(Duration timeout) throws SessionException;

    /**
     * Returns a number that changes whenever bytes arrive or leave, those of a part of a frame included; links that hand whole frames over
     * may count these.
     */
    long progress();

    /** Returns the other end. */
    Peer peer();

    /**
     * Returns the time since a server accepted this connection; zero for links that were not accepted from a network.
     */
    Duration age();

    /**
     * Bounds what the other side may make this one hold, from now on. Links that start narrow, so that a stranger cannot make them hold
     * anything, are widened as the session goes on; links within a process may ignore it.
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
