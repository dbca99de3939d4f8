package gazelle.protocol.step;

import gazelle.crypto.share.AdditiveShare;
import gazelle.protocol.model.NetworkGraph;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One party's shares of the tensors of a running inference; each is wiped once no later layer takes it. */
public final class ShareSlots implements AutoCloseable {
    private final NetworkGraph graph;
    private final Map<Integer, AdditiveShare> shares = new HashMap<>();

    /**
     * @param input the party's share of the network's input
     */
    public ShareSlots(NetworkGraph graph, AdditiveShare input) {
        this.graph = graph;
        shares.put(0, input);
    }

    /** Returns the shares that a layer takes, in the order of its sources. */
    public List<AdditiveShare> inputs(int layer) {
        return graph.sources(layer).stream().map(this::required).toList();
    }

    /** Keeps a layer's output and wipes what was needed for the last time. */
    public void put(int layer, AdditiveShare output) {
        shares.put(layer + 1, output);
        for (int tensor : graph.sources(layer)) {
            if (graph.lastUse(tensor) == layer) {
                AdditiveShare used = shares.remove(tensor);
                if (used != null) {
                    used.close();
                }
            }
        }
    }

    private AdditiveShare required(int tensor) {
        AdditiveShare share = shares.get(tensor);
        if (share == null) {
            throw new IllegalStateException("tensor " + tensor + " is not there (expected: computed and still needed)");
        }
        return share;
    }

    /** Wipes everything. */
    @Override
    public void close() {
        shares.values().forEach(AdditiveShare::close);
        shares.clear();
    }
}
