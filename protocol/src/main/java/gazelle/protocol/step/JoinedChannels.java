package gazelle.protocol.step;

import gazelle.crypto.share.AdditiveShare;
import java.util.List;

/**
 * Channels of several tensors one after the other.
 *
 * @param ringBits the ring of the output, which every input's is a multiple of
 */
record JoinedChannels(int ringBits) implements LocalStep.Operation {
    @Override
    public AdditiveShare apply(List<AdditiveShare> shares) {
        long[] joined = new long[shares.stream().mapToInt(AdditiveShare::length).sum()];
        int next = 0;
        for (AdditiveShare share : shares) {
            System.arraycopy(share.values(), 0, joined, next, share.length());
            next += share.length();
        }
        return new AdditiveShare(joined, ringBits);
    }
}
