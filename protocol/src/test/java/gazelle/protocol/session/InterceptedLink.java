package gazelle.protocol.session;

import gazelle.protocol.profile.LinkProfile;
import gazelle.protocol.transport.AddressBlock;
import gazelle.protocol.transport.Link;
import gazelle.protocol.wire.Frame;
import gazelle.protocol.wire.SessionException;
import java.time.Duration;
import java.util.Optional;

/** A real party's link whose frames a test sees, numbered from 0, and may replace, drop or delay. */
class InterceptedLink implements Link {
    private final Link inner;
    private final Sending sending;
    private int sent;

    InterceptedLink(Link inner, Sending sending) {
        this.inner = inner;
        this.sending = sending;
    }

    /** What happens in place of sending a frame. */
    @FunctionalInterface
    interface Sending {
        void send(int number, Frame frame, Link link, Duration timeout) throws SessionException;
    }

    @Override
    public void send(Frame frame, Duration timeout) throws SessionException {
        sending.send(sent++, frame, inner, timeout);
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
    public String peer() {
        return inner.peer();
    }

    @Override
    public Optional<AddressBlock> addressBlock() {
        return inner.addressBlock();
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
