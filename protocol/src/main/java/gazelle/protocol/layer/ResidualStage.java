package gazelle.protocol.layer;

import gazelle.crypto.share.AdditiveShare;
import java.util.List;

/**
 * A linear layer's output plus a skip connection: both share mod 2^shareBits, after an exact skip is scaled to 2^g * skipScale.
 *
 * @param layer index of the layer in its network
 * @param shareBits l + g of the sum
 * @param skipFactor what a skip's share is multiplied with: 1 for another linear layer, 2^g * skipScale for exact integers
 */
public record ResidualStage(int layer, int shareBits, long skipFactor) implements LocalStage {
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
