package gazelle.benchmarks.party;

import gazelle.protocol.profile.LinkProfile;
import gazelle.protocol.transport.AddressBlock;
import gazelle.protocol.transport.Link;
import gazelle.protocol.wire.Frame;
import gazelle.protocol.wire.SessionException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** A link that counts the bytes of its frames; what else crosses the network is TLS's. */
final class CountingLink implements Link {
    private final Link link;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong received = new AtomicLong();

    CountingLink(Link link) {
        this.link = link;
    }

    long sent() {
        return sent.get();
    }

    long received() {
        return received.get();
    }

    @Override
    public void send(Frame frame, Duration timeout) throws SessionException {
        link.send(frame, timeout);
        sent.addAndGet(frame.wireBytes());
    }

    @Override
    public Frame receive(Duration timeout) throws SessionException {
        Frame frame = link.receive(timeout);
        received.addAndGet(frame.wireBytes());
        return frame;
    }

    @Override
    public long progress() {
        return link.progress();
    }

    @Override
    public String peer() {
        return link.peer();
    }

    @Override
    public Optional<AddressBlock> addressBlock() {
        return link.addressBlock();
    }

    @Override
    public Duration age() {
        return link.age();
    }

    @Override
    public void allowFrames(int largestPayloadBytes, long queueBytes) {
        link.allowFrames(largestPayloadBytes, queueBytes);
    }

    @Override
    public LinkProfile profile() {
        return link.profile();
    }

    @Override
    public void close() {
        link.close();
    }
}
