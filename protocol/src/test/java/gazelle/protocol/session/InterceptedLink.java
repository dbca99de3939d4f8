package gazelle.protocol.session;

import gazelle.protocol.transport.ForwardingLink;
import gazelle.protocol.transport.Link;
import gazelle.protocol.wire.Frame;
import gazelle.protocol.wire.SessionException;
import java.time.Duration;

/** A real party's link whose frames a test sees, numbered from 0, and may replace, drop or delay. */
class InterceptedLink extends ForwardingLink {
    private final Link inner;
    private final Sending sending;
    private int sent;

    InterceptedLink(Link inner, Sending sending) {
        super(inner);
        this.inner = inner;
        this.sending = sending;
    }

    /** The treatment of a frame in place of sending it. */
    @FunctionalInterface
    interface Sending {
        void send(int number, Frame frame, Link link, Duration timeout) throws SessionException;
    }

    @Override
    public void send(Frame frame, Duration timeout) throws SessionException {
        sending.send(sent++, frame, inner, timeout);
    }
}
