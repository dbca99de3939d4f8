package gazelle.protocol.step;

import gazelle.crypto.linear.LinearPlan;
import gazelle.crypto.linear.LinearServer;
import gazelle.crypto.share.AdditiveShare;
import gazelle.protocol.meter.Work;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The server's half of a linear layer: multiplies and masks; the masks become its share. Messages are taken and made in groups. */
final class LinearServerHalf implements ServerHalf {
    private final LinearPlan plan;
    private final int ringBits;
    private final PreparedLinear prepared;
    private final ServerParty party;
    private final List<byte[]> taken = new ArrayList<>();
    private final Queue<byte[]> made = new ArrayDeque<>();
    private final long[] masks;
    private int requests;
    private boolean outputTaken;
    private @Nullable AdditiveShare share;
    private LinearServer.@Nullable Evaluation evaluation;

    LinearServerHalf(LinearStep step, ServerParty party) {
        this.plan = step.plan();
        this.ringBits = step.ringBits();
        this.prepared = party.weights(step.layer());
        this.party = party;
        this.masks = new long[plan.geometry().outputs()];
    }

    @Override
    public void input(List<AdditiveShare> shares) {
        AdditiveShare reduced = shares.getFirst().reducedTo(ringBits);
        share = reduced;
        evaluation = party.linear().begin(plan, prepared.weights(), reduced.values());
    }

    private LinearServer.Evaluation evaluating() {
        LinearServer.Evaluation begun = evaluation;
        if (begun == null) {
            throw new IllegalStateException("share: none (expected: given before messages are exchanged)");
        }
        return begun;
    }

    @Override
    public void accept(Exchange exchange, byte[] payload) {
        taken.add(payload);
        if (taken.size() == LinearStep.MESSAGES_AT_ONCE) {
            transformTaken();
        }
    }

    private void transformTaken() {
        LinearServer.Evaluation begun = evaluating();
        IntStream.range(0, taken.size())
                .parallel()
                .forEach(i -> party.clock().run(Work.HOMOMORPHIC, () -> begun.accept(requests + i, taken.get(i))));
        requests += taken.size();
        taken.clear();
    }

    @Override
    public byte[] next(Exchange exchange) {
        if (made.isEmpty()) {
            transformTaken();
            LinearServer.Evaluation begun = evaluating();
            int from = exchange.item();
            int to = plan.responsesReady(from, LinearStep.MESSAGES_AT_ONCE, requests);
            made.addAll(IntStream.range(from, to)
                    .parallel()
                    .mapToObj(response -> party.clock().time(Work.HOMOMORPHIC, () -> begun.respond(response, masks)))
                    .toList());
        }
        return made.remove();
    }

    @Override
    public StepOutput output() {
        outputTaken = true;
        return new StepOutput.Shared(prepared.share(masks));
    }

    @Override
    public void requireHonest() {
        // No request proves anything: every ciphertext decrypts to some share.
    }

    @Override
    public void close() {
        if (share != null) {
            share.close();
        }
        if (!outputTaken) {
            Arrays.fill(masks, 0);
        }
    }
}
