package gazelle.protocol.step;

import gazelle.crypto.share.AdditiveShare;
import java.util.List;

/**
 * A linear layer's output plus a skip connection: both share mod 2^shareBits, after an exact skip is scaled to 2^g * skipScale.
 *
 * @param shareBits l + g of the sum
 * @param skipFactor what a skip's share is multiplied with: 1 for another linear layer, 2^g * skipScale for exact integers
 */
record SkipSum(int shareBits, long skipFactor) implements LocalStep.Operation {
    @Override
    public AdditiveShare apply(List<AdditiveShare> shares) {
        long[] main = shares.getFirst().values();
        long[] skip = shares.getLast().values();
        long[] sum = new long[main.length];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = main[i] + skipFactor * skip[i];
        }
        return new AdditiveShare(sum, shareBits);
    }
}
