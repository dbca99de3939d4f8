package gazelle.server.siege;

import gazelle.crypto.ot.OtClient;
import gazelle.protocol.layer.GarbledStage;
import gazelle.protocol.layer.InferencePlan;
import gazelle.protocol.layer.LinearStage;
import gazelle.protocol.layer.LocalStage;
import gazelle.protocol.layer.Stage;
import gazelle.protocol.session.GazelleClient;
import gazelle.protocol.session.SessionSettings;
import gazelle.protocol.wire.Frame;
import gazelle.protocol.wire.FrameType;
import gazelle.protocol.wire.SessionException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** A client that is set up, starts an inference, sends all that the server may ask for and more, and reads nothing. */
final class NonReader implements AutoCloseable {
    private static final Duration WAIT = Duration.ofSeconds(30);

    /** No longer than what the server's models have use for: else it would not even be read. */
    private static final int ALLOWED_BYTES = 60 << 10;

    private final SocketLink link;
    private final GazelleClient client;
    private final InferencePlan plan;
    private final AtomicLong sentBytes = new AtomicLong();
    private final String model;
    private final Thread sender = Thread.ofPlatform().daemon().unstarted(this::sendAll);

    NonReader(SocketLink link, SessionSettings settings, InferencePlan plan, String model) throws SessionException {
        this.link = link;
        this.plan = plan;
        client = GazelleClient.open(link, settings);
        this.model = model;
        client.prepare();
    }

    void start() {
        sender.start();
    }

    private void sendAll() {
        try {
            byte[] start = ("{\"model\":\"" + model + "\"}").getBytes(StandardCharsets.UTF_8);
            link.send(new Frame(FrameType.START, start), WAIT);
            for (Stage stage : plan.stages()) {
                switch (stage) {
                    case LinearStage linear -> {
                        for (int i = 0; i < linear.plan().requestCount(); i++) {
                            send(FrameType.CIPHERTEXT, linear.plan().requestBytes());
                        }
                    }
                    case GarbledStage garbled -> sendChunks(garbled);
                    case LocalStage _ -> {}
                }
            }
            while (true) {
                send(FrameType.CHOICES, ALLOWED_BYTES);
            }
        } catch (SessionException closed) {
            sentBytes.addAndGet(0);
        }
    }

    private void sendChunks(GarbledStage garbled) throws SessionException {
        int extended = 0;
        for (int chunk = 0; chunk < garbled.chunks(); chunk++) {
            for (; extended < garbled.extendedBefore(chunk); extended++) {
                int transfers = garbled.transfersIn(extended);
                send(FrameType.OT_EXTENSION, OtClient.extensionBytes(plan.link().otTreeBits(), transfers));
            }
            send(FrameType.CHOICES, garbled.transfersIn(chunk) / Byte.SIZE);
        }
    }

    /** Zeros are as good as anything: coefficients, corrections and choices of any value are taken. */
    private void send(FrameType type, int bytes) throws SessionException {
        link.send(new Frame(type, new byte[bytes]), WAIT);
        sentBytes.addAndGet(bytes);
    }

    /** What it could send so far. */
    long sentBytes() {
        return sentBytes.get();
    }

    @Override
    public void close() throws IOException {
        link.close();
        client.close();
        try {
            sender.join();
        } catch (InterruptedException unexpected) {
            throw new AssertionError(unexpected);
        }
    }
}
