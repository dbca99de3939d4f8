package gazelle.protocol.session;

import gazelle.protocol.transport.ForwardingLink;
import gazelle.protocol.transport.Link;
import gazelle.protocol.wire.Frame;
import gazelle.protocol.wire.FrameType;
import gazelle.protocol.wire.SessionException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A client's link on which each frame of one type is late, by a clock that only waiting for it moves. */
final class SlowLink extends ForwardingLink {
    private static final Duration REAL = Duration.ofSeconds(30);

    private final AtomicLong nanoTime;
    private final FrameType slow;
    private final Duration quiet;
    private final Duration dripping;
    private @Nullable Frame held;
    private Duration quietLeft = Duration.ZERO;
    private Duration drippingLeft = Duration.ZERO;
    private long drops;

    /**
     * @param slow the type of the frames that are late
     * @param quiet for how long nothing moves first
     * @param dripping for how long bytes drip after that, before the frame is there
     */
    SlowLink(Link inner, AtomicLong nanoTime, FrameType slow, Duration quiet, Duration dripping) {
        super(inner);
        this.nanoTime = nanoTime;
        this.slow = slow;
        this.quiet = quiet;
        this.dripping = dripping;
    }

    @Override
    public Frame receive(Duration timeout) throws SessionException {
        Frame frame = held;
        if (frame == null) {
            frame = super.receive(REAL);
            if (frame.type() != slow) {
                return frame;
            }
            held = frame;
            quietLeft = quiet;
            drippingLeft = dripping;
        }
        if (quietLeft.compareTo(timeout) >= 0 && quietLeft.isPositive()) {
            quietLeft = quietLeft.minus(timeout);
            nanoTime.addAndGet(timeout.toNanos());
            throw SessionException.timedOut(timeout);
        }
        nanoTime.addAndGet(quietLeft.toNanos());
        quietLeft = Duration.ZERO;
        if (drippingLeft.isPositive()) {
            drippingLeft = drippingLeft.minus(timeout);
            nanoTime.addAndGet(timeout.toNanos());
            drops++;
            throw SessionException.timedOut(timeout);
        }
        held = null;
        return frame;
    }

    @Override
    public long progress() {
        return drops;
    }
}
