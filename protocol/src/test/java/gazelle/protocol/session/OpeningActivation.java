package gazelle.protocol.session;

import gazelle.crypto.share.AdditiveShare;
import gazelle.protocol.model.Activation;
import gazelle.protocol.model.Layer;
import gazelle.protocol.model.NetworkGraph;
import gazelle.protocol.profile.LinkProfile;
import gazelle.protocol.step.ActivationKind;
import gazelle.protocol.step.ActivationWidths;
import gazelle.protocol.step.ClientHalf;
import gazelle.protocol.step.ClientParty;
import gazelle.protocol.step.Exchange;
import gazelle.protocol.step.GarbledActivation;
import gazelle.protocol.step.Operations;
import gazelle.protocol.step.ServerHalf;
import gazelle.protocol.step.ServerParty;
import gazelle.protocol.step.Step;
import gazelle.protocol.step.StepOutput;
import gazelle.protocol.step.StepPhases;
import gazelle.protocol.wire.FrameType;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * TEST_ONLY_INSECURE: a ReLU whose shares are opened to the server, which sends the result back. It stands for any second kind of
 * activation: nothing outside this file knows it. Other layers are garbled as usual.
 */
final class OpeningActivation implements ActivationKind {
    @Override
    public String name() {
        return "test-only-insecure-opening";
    }

    @Override
    public Step plan(Layer layer, int index, NetworkGraph graph, LinkProfile link) {
        return layer instanceof Activation relu
                ? new Opening(index, relu, graph)
                : new GarbledActivation().plan(layer, index, graph, link);
    }

    @Override
    public double bytes(ActivationWidths widths, LinkProfile link) {
        return 2.0 * Long.BYTES;
    }

    private record Opening(int layer, Activation relu, NetworkGraph graph) implements Step {
        private int source() {
            return graph.sources(layer).getFirst();
        }

        private int bytes() {
            return Long.BYTES * graph.shape(source()).elements();
        }

        @Override
        public List<Exchange> exchanges() {
            return List.of(
                    Exchange.request(FrameType.CHOICES, 0, bytes()), Exchange.answer(FrameType.TABLES, 0, bytes(), 0));
        }

        /** Saturating ReLU of what both shares open to, the guard bits dropped. */
        private long activated(long sum) {
            int guardBits = graph.guardBits(source());
            int unused = Long.SIZE - graph.ringBits(source()) - guardBits;
            return Math.clamp(
                    sum << unused >> unused >> guardBits >> relu.shift(), 0, (1L << relu.activationBits()) - 1);
        }

        private StepOutput shared(long[] words) {
            return new StepOutput.Shared(new AdditiveShare(words, graph.ringBits(layer + 1)));
        }

        @Override
        public StepPhases phases() {
            return StepPhases.ACTIVATION;
        }

        @Override
        public Operations operations() {
            return new Operations("openings", graph.shape(source()).elements(), 1e-9);
        }

        @Override
        public long serverBytes() {
            return bytes();
        }

        @Override
        public ClientHalf client(ClientParty party) {
            return new Client(this);
        }

        @Override
        public ServerHalf server(ServerParty party) {
            return new Server(this);
        }
    }

    /** The client sends its share and takes the result. */
    private static final class Client implements ClientHalf {
        private final Opening step;
        private long[] words = {};

        Client(Opening step) {
            this.step = step;
        }

        @Override
        public void input(List<AdditiveShare> shares) {
            words = shares.getFirst().values().clone();
        }

        @Override
        public byte[] next(Exchange exchange) {
            return bytes(words);
        }

        @Override
        public void accept(Exchange exchange, byte[] payload) {
            words = words(payload);
        }

        @Override
        public StepOutput output() {
            return step.shared(words);
        }

        @Override
        public void close() {
            // Nothing is kept.
        }
    }

    /** The server opens the sums and keeps zeros. */
    private static final class Server implements ServerHalf {
        private final Opening step;
        private long[] words = {};

        Server(Opening step) {
            this.step = step;
        }

        @Override
        public void input(List<AdditiveShare> shares) {
            words = shares.getFirst().values().clone();
        }

        @Override
        public void accept(Exchange exchange, byte[] payload) {
            long[] clients = words(payload);
            Arrays.setAll(words, i -> step.activated(words[i] + clients[i]));
        }

        @Override
        public byte[] next(Exchange exchange) {
            return bytes(words);
        }

        @Override
        public StepOutput output() {
            return step.shared(new long[words.length]);
        }

        @Override
        public void requireHonest() {
            // Any share is as good as another.
        }

        @Override
        public void close() {
            // Nothing is kept.
        }
    }

    private static byte[] bytes(long[] words) {
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES * words.length);
        bytes.asLongBuffer().put(words);
        return bytes.array();
    }

    private static long[] words(byte[] bytes) {
        long[] words = new long[bytes.length / Long.BYTES];
        ByteBuffer.wrap(bytes).asLongBuffer().get(words);
        return words;
    }
}
