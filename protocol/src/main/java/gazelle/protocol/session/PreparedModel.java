package gazelle.protocol.session;

import gazelle.protocol.model.CompiledModel;
import gazelle.protocol.profile.LinkProfile;
import gazelle.protocol.step.ActivationKind;
import gazelle.protocol.step.InferencePlan;
import gazelle.protocol.step.LinearStep;
import gazelle.protocol.step.PreparedLinear;
import gazelle.protocol.step.Step;
import gazelle.protocol.wire.ModelOffer;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** A model ready to serve: planned, checked, its weights packed and transformed once. Server only; safe for many threads. */
public final class PreparedModel {
    private final ModelOffer offer;
    private final String activations;
    private final Map<LinkProfile, InferencePlan> plans = new EnumMap<>(LinkProfile.class);
    private final Map<Integer, PreparedLinear> linearByLayer = new HashMap<>();

    /**
     * Prepares a model for the usual activations.
     *
     * @throws IllegalArgumentException if a layer could fail, or is beyond what the packing or a message carries
     */
    public PreparedModel(CompiledModel model) {
        this(model, InferencePlan.ACTIVATIONS);
    }

    /**
     * Prepares a model.
     *
     * @param activations how non-linear layers are computed; clients must take the same
     * @throws IllegalArgumentException if a layer could fail, or is beyond what the packing or a message carries
     */
    public PreparedModel(CompiledModel model, ActivationKind activations) {
        this.offer = new ModelOffer(model.card(), model.spec());
        this.activations = activations.name();
        InferencePlan plan = InferencePlan.of(model.spec(), LinkProfile.LOCAL, activations);
        for (LinkProfile link : LinkProfile.values()) {
            plans.put(link, plan.over(link));
        }
        for (Step step : plan.steps()) {
            if (step instanceof LinearStep linear) {
                String name = model.spec().layers().get(linear.layer()).name();
                linearByLayer.put(
                        linear.layer(),
                        new PreparedLinear(linear, model.weights().of(name)));
            }
        }
    }

    /**
     * Checks that a server announces what this model was prepared for.
     *
     * @throws IllegalArgumentException if it announces another kind of activation
     */
    void requireActivations(ActivationKind announced) {
        if (!announced.name().equals(activations)) {
            throw new IllegalArgumentException(
                    offer.card().name() + ": prepared for " + activations + " (expected: " + announced.name() + ")");
        }
    }

    /** Returns the public description of the model that clients receive. */
    public ModelOffer offer() {
        return offer;
    }

    /** Returns the model's steps over a link. */
    public InferencePlan plan(LinkProfile link) {
        return Objects.requireNonNull(plans.get(link));
    }

    /** Returns the size of the longest message that a client sends in an inference over such a link, bytes. */
    int largestRequestBytes(LinkProfile link) {
        return SessionMemory.largestRequestBytes(plan(link));
    }

    /** Returns the most heap that one session serving this model may hold at once, bytes; an estimate from its public shape. */
    public long sessionBytes() {
        return plans.values().stream().mapToLong(SessionMemory::bytes).max().orElse(0);
    }

    /** Returns the heap that the packed weights hold, bytes. */
    public long weightBytes() {
        return linearByLayer.values().stream()
                .mapToLong(linear -> linear.weights().bytes())
                .sum();
    }

    PreparedLinear linear(int layer) {
        PreparedLinear linear = linearByLayer.get(layer);
        if (linear == null) {
            throw new IllegalArgumentException("layer: " + layer + " (expected: a linear one of this model)");
        }
        return linear;
    }
}
