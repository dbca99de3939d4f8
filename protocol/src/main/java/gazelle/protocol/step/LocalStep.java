package gazelle.protocol.step;

import gazelle.crypto.share.AdditiveShare;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A step that each party takes on its own shares; nothing is sent. */
final class LocalStep implements Step {
    private final int layer;
    private final Operation operation;

    /** A linear function that each party applies to its own shares. */
    @FunctionalInterface
    interface Operation {
        /**
         * Returns the party's share of the output.
         *
         * @param shares the party's shares of the layer's inputs, in the order of its sources; left as they are
         */
        AdditiveShare apply(List<AdditiveShare> shares);
    }

    /**
     * @param layer index of the layer in its network
     */
    LocalStep(int layer, Operation operation) {
        this.layer = layer;
        this.operation = operation;
    }

    @Override
    public int layer() {
        return layer;
    }

    @Override
    public List<Exchange> exchanges() {
        return List.of();
    }

    @Override
    public StepPhases phases() {
        return StepPhases.ACTIVATION;
    }

    @Override
    public Operations operations() {
        return Operations.NONE;
    }

    @Override
    public long serverBytes() {
        return 0;
    }

    @Override
    public ClientHalf client(ClientParty party) {
        return new Half();
    }

    @Override
    public ServerHalf server(ServerParty party) {
        return new Half();
    }

    /** Either party's half. */
    private final class Half implements ClientHalf, ServerHalf {
        private @Nullable AdditiveShare output;
        private boolean taken;

        @Override
        public void input(List<AdditiveShare> shares) {
            output = operation.apply(shares);
        }

        @Override
        public StepOutput output() {
            AdditiveShare computed = output;
            if (computed == null) {
                throw new IllegalStateException("share: none (expected: given)");
            }
            taken = true;
            return new StepOutput.Shared(computed);
        }

        @Override
        public byte[] next(Exchange exchange) {
            throw new IllegalStateException("messages: " + exchange + " (expected: none)");
        }

        @Override
        public void accept(Exchange exchange, byte[] payload) {
            throw new IllegalStateException("messages: " + exchange + " (expected: none)");
        }

        @Override
        public void requireHonest() {
            // Nothing was sent.
        }

        @Override
        public void close() {
            if (output != null && !taken) {
                output.close();
            }
        }
    }
}
