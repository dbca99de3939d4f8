package gazelle.protocol.layer;

import gazelle.crypto.share.AdditiveShare;
import java.util.List;

/** A step that each party takes on its own shares; nothing is sent. */
public sealed interface LocalStage extends Stage permits PoolStage, ConcatenationStage, ResidualStage {
    /**
     * The party's share of the output.
     *
     * @param shares the party's shares of the layer's inputs, in the order of its sources; left as they are
     */
    AdditiveShare apply(List<AdditiveShare> shares);
}
