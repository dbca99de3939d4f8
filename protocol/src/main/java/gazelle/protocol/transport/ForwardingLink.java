package gazelle.protocol.transport;

import gazelle.protocol.profile.LinkProfile;
import gazelle.protocol.wire.Frame;
import gazelle.protocol.wire.SessionException;
import java.time.Duration;

/** A link around another one, which does all that the inner one does unless a subclass does something else. */
public abstract class ForwardingLink implements Link {
    private final Link inner;

    /**
     * @param inner the link that carries the frames
     */
    protected ForwardingLink(Link inner) {
        this.inner = inner;
    }

    @Override
    public void send(Frame frame, Duration timeout) throws SessionException {
        inner.send(frame, timeout);
    }

    @Override
    public Frame receive(Duration timeout) throws SessionException {
        return inner.receive(timeout);
    }

    @Override
    public long progress() {
        return inner.progress();
    }

    @Override
    public Peer peer() {
        return inner.peer();
    }

    @Override
    public Duration age() {
        return inner.age();
    }

    @Override
    public void allowFrames(int largestPayloadBytes, long queueBytes) {
        inner.allowFrames(largestPayloadBytes, queueBytes);
    }

    @Override
    public LinkProfile profile() {
        return inner.profile();
    }

    @Override
    public void close() {
        inner.close();
    }
}
