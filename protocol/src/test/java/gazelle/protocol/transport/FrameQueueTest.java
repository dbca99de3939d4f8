package gazelle.protocol.transport;

import static org.assertj.core.api.Assertions.assertThat;

import gazelle.protocol.wire.Frame;
import gazelle.protocol.wire.FrameType;
import org.junit.jupiter.api.Test;

class FrameQueueTest {
    @Test
    void emptyFramesFillItLongBeforeTheyFillTheMemory() {
        FrameQueue queue = new FrameQueue(1 << 20);
        int queued = 1;
        while (!queue.offer(new Frame(FrameType.BYE, new byte[0]))) {
            queued++;
        }
        assertThat(queued).as("about 50 bytes each on the heap").isLessThan((1 << 20) / 50);
        assertThat(queue.hasRoom()).isFalse();
    }
}
