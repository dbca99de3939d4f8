package gazelle.benchmarks.extraction;

import gazelle.protocol.step.Step;

/** All that a modified client does differently from an honest one: it changes its own share before a step. */
@FunctionalInterface
public interface Deviation {
    /** Does nothing: an honest client. */
    Deviation NONE = (_, _) -> {};

    /**
     * Changes the client's share of what a step takes.
     *
     * @param step a linear layer or a layer of circuits, before its first message
     * @param share the client's share, to be changed in place; it is reduced to its ring afterwards
     */
    void before(Step step, long[] share);
}
