package gazelle.benchmarks.party;

import gazelle.protocol.transport.ForwardingLink;
import gazelle.protocol.transport.Link;
import gazelle.protocol.wire.Frame;
import gazelle.protocol.wire.SessionException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** A link that counts the bytes of its frames; what else crosses the network is TLS's. */
final class CountingLink extends ForwardingLink {
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong received = new AtomicLong();

    CountingLink(Link link) {
        super(link);
    }

    long sent() {
        return sent.get();
    }

    long received() {
        return received.get();
    }

    @Override
    public void send(Frame frame, Duration timeout) throws SessionException {
        super.send(frame, timeout);
        sent.addAndGet(frame.wireBytes());
    }

    @Override
    public Frame receive(Duration timeout) throws SessionException {
        Frame frame = super.receive(timeout);
        received.addAndGet(frame.wireBytes());
        return frame;
    }
}
