package gazelle.protocol.step;

import gazelle.crypto.linear.LinearPlan;
import gazelle.protocol.wire.FrameType;
import java.util.ArrayList;
import java.util.List;

/** A linear layer: the client sends its encrypted share, the server answers with its masked product. */
public final class LinearStep implements Step {
    /** Messages that a party makes, or takes, with all its processors at once; the other party cannot tell. */
    static final int MESSAGES_AT_ONCE = 16;

    /**
     * Bytes of requests beyond those of the response that is due next: enough to keep a long link busy, little enough that the
     * server, which answers as soon as it can, never waits for a client that is still sending.
     */
    private static final int REQUEST_BYTES_AHEAD = 4 << 20;

    /** A polynomial product of the server with what belongs to it on both sides: 5 microseconds. */
    private static final double SECONDS_PER_PRODUCT = 5e-6;

    private final int layer;
    private final LinearPlan plan;
    private final boolean roundHere;
    private final List<Exchange> exchanges;
    private final int idleAfter;

    /**
     * Plans the messages.
     *
     * @param layer index of the layer in its network
     * @param plan packing and sizes
     * @param roundHere whether the server's share adds half a unit of the guard bits; of two linear outputs that are added, one does
     * @throws IllegalArgumentException if there are more messages than a plan may have
     */
    LinearStep(int layer, LinearPlan plan, boolean roundHere) {
        this.layer = layer;
        this.plan = plan;
        this.roundHere = roundHere;
        PlanLimits.requireMessages((long) plan.requestCount() + plan.responseCount());
        List<Exchange> order = new ArrayList<>(plan.requestCount() + plan.responseCount());
        int[] places = new int[plan.requestCount()];
        int allSentAfter = 0;
        for (int sent = 0, opened = 0; opened < plan.responseCount(); ) {
            while (sent < plan.requestsAheadOf(opened, REQUEST_BYTES_AHEAD)) {
                for (int end = Math.min(plan.requestCount(), sent + MESSAGES_AT_ONCE); sent < end; sent++) {
                    places[sent] = order.size();
                    order.add(Exchange.request(FrameType.CIPHERTEXT, sent, plan.requestBytes()));
                    allSentAfter = order.size();
                }
            }
            int ready = plan.responsesReady(opened, MESSAGES_AT_ONCE, sent);
            for (; opened < ready; opened++) {
                int needed = places[plan.requestsNeededFor(opened) - 1];
                order.add(Exchange.answer(FrameType.RESPONSE, opened, plan.responseBytes(opened), needed));
            }
        }
        exchanges = List.copyOf(order);
        idleAfter = allSentAfter;
    }

    @Override
    public int layer() {
        return layer;
    }

    /** Returns packing and sizes. */
    public LinearPlan plan() {
        return plan;
    }

    /** Returns whether the server's share adds half a unit of the guard bits. */
    boolean roundHere() {
        return roundHere;
    }

    /** Returns l: the input is shared mod 2^l, the output, scaled by 2^g, mod 2^(l+g). */
    public int ringBits() {
        return plan.ringBits();
    }

    @Override
    public List<Exchange> exchanges() {
        return exchanges;
    }

    @Override
    public int idleAfter() {
        return idleAfter;
    }

    @Override
    public StepPhases phases() {
        return StepPhases.HOMOMORPHIC;
    }

    @Override
    public Operations operations() {
        return new Operations("polynomial products", plan.multiplications(), SECONDS_PER_PRODUCT);
    }

    /** The share, the masks, the ciphertexts of a tile with their transforms, and the responses under way. */
    @Override
    public long serverBytes() {
        long polynomialBytes = (long) plan.parameters().polyDegree() * Long.BYTES;
        long tile = 0;
        int responses = plan.responseCount();
        for (int response = 0; response < responses; response += MESSAGES_AT_ONCE) {
            int before = plan.requestsNeededFor(response) - plan.requestsNeededFor(0);
            int last = Math.min(responses, response + MESSAGES_AT_ONCE) - 1;
            tile = Math.max(tile, plan.requestsNeededFor(last) - before);
        }
        long ciphertexts = tile + MESSAGES_AT_ONCE;
        long answers = MESSAGES_AT_ONCE;
        long values = (long) plan.geometry().inputs() + plan.geometry().outputs();
        // Both halves of each, once as they came and once transformed.
        return values * Long.BYTES + 4 * polynomialBytes * ciphertexts + 2 * polynomialBytes * answers;
    }

    @Override
    public ClientHalf client(ClientParty party) {
        return new LinearClientHalf(this, party);
    }

    @Override
    public ServerHalf server(ServerParty party) {
        return new LinearServerHalf(this, party);
    }
}
