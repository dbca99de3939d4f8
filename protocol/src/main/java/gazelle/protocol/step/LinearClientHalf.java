package gazelle.protocol.step;

import gazelle.crypto.linear.LinearClient;
import gazelle.crypto.linear.LinearPlan;
import gazelle.crypto.share.AdditiveShare;
import gazelle.protocol.meter.Work;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The client's half of a linear layer: encrypts its share, and decrypts its share of the product. Messages are made and taken
 * in groups.
 */
final class LinearClientHalf implements ClientHalf {
    private final LinearPlan plan;
    private final int ringBits;
    private final ClientParty party;
    private final Queue<byte[]> made = new ArrayDeque<>();
    private final List<byte[]> taken = new ArrayList<>();
    private final long[] product;
    private int firstTaken;
    private boolean outputTaken;
    private @Nullable AdditiveShare share;
    private LinearClient.@Nullable Upload upload;

    LinearClientHalf(LinearStep step, ClientParty party) {
        this.plan = step.plan();
        this.ringBits = step.ringBits();
        this.party = party;
        this.product = new long[plan.geometry().outputs()];
    }

    @Override
    public void input(List<AdditiveShare> shares) {
        AdditiveShare reduced = shares.getFirst().reducedTo(ringBits);
        share = reduced;
        upload = party.linear().begin(plan, reduced.values());
    }

    @Override
    public byte[] next(Exchange exchange) {
        LinearClient.Upload uploading = upload;
        if (uploading == null) {
            throw new IllegalStateException("share: none (expected: given before requests are made)");
        }
        decryptTaken();
        if (made.isEmpty()) {
            int from = exchange.item();
            int to = Math.min(plan.requestCount(), from + LinearStep.MESSAGES_AT_ONCE);
            made.addAll(IntStream.range(from, to)
                    .parallel()
                    .mapToObj(request -> party.clock().time(Work.HOMOMORPHIC, () -> uploading.request(request)))
                    .toList());
        }
        return made.remove();
    }

    @Override
    public void accept(Exchange exchange, byte[] payload) {
        if (taken.isEmpty()) {
            firstTaken = exchange.item();
        }
        taken.add(payload);
        if (taken.size() == LinearStep.MESSAGES_AT_ONCE || exchange.item() == plan.responseCount() - 1) {
            decryptTaken();
        }
    }

    private void decryptTaken() {
        IntStream.range(0, taken.size())
                .parallel()
                .forEach(i -> party.clock()
                        .run(
                                Work.HOMOMORPHIC,
                                () -> party.linear().decrypt(plan, firstTaken + i, taken.get(i), product)));
        taken.clear();
    }

    @Override
    public StepOutput output() {
        outputTaken = true;
        return new StepOutput.Shared(new AdditiveShare(product, plan.shareBits()));
    }

    @Override
    public void close() {
        if (upload != null) {
            upload.close();
        }
        if (share != null) {
            share.close();
        }
        if (!outputTaken) {
            Arrays.fill(product, 0);
        }
    }
}
