package gazelle.server.siege;

import gazelle.protocol.model.QuantisedTensor;
import gazelle.protocol.session.GazelleClient;
import gazelle.protocol.session.InferenceListener;
import gazelle.protocol.session.SessionSettings;
import gazelle.protocol.step.Exchange;
import gazelle.protocol.step.InferencePlan;
import gazelle.protocol.step.Step;
import gazelle.protocol.transport.ForwardingLink;
import gazelle.protocol.wire.Frame;
import gazelle.protocol.wire.FrameType;
import gazelle.protocol.wire.SessionException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A client that follows the protocol, checks and all, but reads nothing from the beginning of its inference on: it sends all that is
 * taken of it, and then more.
 */
final class NonReader implements AutoCloseable {
    private static final Duration WAIT = Duration.ofSeconds(30);

    /** No longer than what the server's models have use for: else it would not even be read. */
    private static final int ALLOWED_BYTES = 60 << 10;

    private final SocketLink socket;
    private final GazelleClient client;
    private final String model;
    private final QuantisedTensor image;
    private final Queue<Frame> answers;
    private final AtomicLong sentBytes = new AtomicLong();
    private volatile SessionException.@Nullable Code ended;
    private final Thread sender = Thread.ofPlatform().daemon().unstarted(this::classify);

    NonReader(SocketLink socket, SessionSettings settings, InferencePlan plan, String model, QuantisedTensor image)
            throws SessionException {
        this.answers = answers(plan);
        this.socket = socket;
        this.model = model;
        this.image = image;
        client = GazelleClient.open(new Blind(), settings);
        client.prepare();
    }

    void start() {
        sender.start();
    }

    private void classify() {
        try {
            client.classify(model, image, InferenceListener.NONE);
            while (true) {
                socket.send(new Frame(FrameType.CHOICES, new byte[ALLOWED_BYTES]), WAIT);
                sentBytes.addAndGet(ALLOWED_BYTES);
            }
        } catch (SessionException closed) {
            ended = closed.code();
        }
    }

    /** Returns the reason for which its sending ended, if it did. */
    Optional<SessionException.Code> ended() {
        return Optional.ofNullable(ended);
    }

    /** Returns the messages of a server in an inference, all zeros: a client judges none of their bits. */
    private static Queue<Frame> answers(InferencePlan plan) {
        Queue<Frame> answers = new ArrayDeque<>();
        for (Step step : plan.steps()) {
            for (Exchange exchange : step.exchanges()) {
                if (!exchange.fromClient()) {
                    answers.add(new Frame(exchange.type(), new byte[exchange.payloadBytes()]));
                }
            }
        }
        return answers;
    }

    /** The socket's link until an inference has begun; from then on the client is told of answers that were never read. */
    private final class Blind extends ForwardingLink {
        private boolean begun;

        Blind() {
            super(socket);
        }

        @Override
        public void send(Frame frame, Duration timeout) throws SessionException {
            super.send(frame, timeout);
            sentBytes.addAndGet(frame.wireBytes());
        }

        @Override
        public Frame receive(Duration timeout) throws SessionException {
            if (!begun) {
                Frame frame = super.receive(timeout);
                begun = frame.type() == FrameType.BEGIN;
                return frame;
            }
            Frame answer = answers.poll();
            if (answer == null) {
                throw SessionException.lost();
            }
            return answer;
        }
    }

    /** Returns the bytes that it could send so far. */
    long sentBytes() {
        return sentBytes.get();
    }

    @Override
    public void close() throws IOException {
        socket.close();
        try {
            sender.join();
        } catch (InterruptedException unexpected) {
            throw new AssertionError(unexpected);
        }
        client.close();
    }
}
