package gazelle.benchmarks.extraction;

import gazelle.protocol.layer.Stage;

/** All that a modified client does differently from an honest one: it changes its own share before a stage. */
@FunctionalInterface
public interface Deviation {
    /** Does nothing: an honest client. */
    Deviation NONE = (_, _) -> {};

    /**
     * Changes the client's share of what a stage takes.
     *
     * @param stage a linear layer or a layer of circuits, before its first message
     * @param share the client's share, to be changed in place; it is reduced to its ring afterwards
     */
    void before(Stage stage, long[] share);
}
