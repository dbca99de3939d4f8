package gazelle.protocol.transport;

import gazelle.protocol.profile.LinkProfile;
import gazelle.protocol.wire.Frame;
import gazelle.protocol.wire.SessionException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** A link within one process: two ends that hand frames to each other through bounded queues. */
public final class LoopbackLink implements Link {
    private static final int QUEUED_BYTES_LIMIT = 16 << 20;

    private final FrameQueue outgoing;
    private final FrameQueue incoming;
    private final AtomicLong moved;

    private LoopbackLink(FrameQueue outgoing, FrameQueue incoming, AtomicLong moved) {
        this.outgoing = outgoing;
        this.incoming = incoming;
        this.moved = moved;
    }

    /**
     * Two connected ends.
     *
     * @param first one party's end
     * @param second the other's
     */
    public record Pair(LoopbackLink first, LoopbackLink second) {}

    /** Returns the two ends of a new connection. */
    public static Pair pair() {
        FrameQueue there = new FrameQueue(QUEUED_BYTES_LIMIT);
        FrameQueue back = new FrameQueue(QUEUED_BYTES_LIMIT);
        AtomicLong moved = new AtomicLong();
        return new Pair(new LoopbackLink(there, back, moved), new LoopbackLink(back, there, moved));
    }

    @Override
    public void send(Frame frame, Duration timeout) throws SessionException {
        outgoing.put(frame, timeout);
        moved.incrementAndGet();
    }

    @Override
    public Frame receive(Duration timeout) throws SessionException {
        Frame frame = incoming.take(timeout);
        moved.incrementAndGet();
        return frame;
    }

    @Override
    public long progress() {
        return moved.get();
    }

    @Override
    public Peer peer() {
        return Peer.IN_PROCESS;
    }

    @Override
    public Duration age() {
        return Duration.ZERO;
    }

    @Override
    public void allowFrames(int largestPayloadBytes, long queueBytes) {
        // Both ends are in one process and trust each other with its memory.
    }

    @Override
    public LinkProfile profile() {
        return LinkProfile.LOCAL;
    }

    @Override
    public void close() {
        outgoing.end(SessionException.lost());
        incoming.end(SessionException.lost());
    }
}
