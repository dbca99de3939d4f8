package gazelle.protocol.session;

import gazelle.protocol.layer.InferencePlan;
import gazelle.protocol.layer.LinearStage;
import gazelle.protocol.layer.PreparedLinear;
import gazelle.protocol.layer.Stage;
import gazelle.protocol.model.CompiledModel;
import gazelle.protocol.profile.LinkProfile;
import gazelle.protocol.wire.ModelOffer;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** A model ready to serve: planned, checked, its weights packed and transformed once. Server only; safe for many threads. */
public final class PreparedModel {
    private final ModelOffer offer;
    private final Map<LinkProfile, InferencePlan> plans = new EnumMap<>(LinkProfile.class);
    private final Map<Integer, PreparedLinear> linearByLayer = new HashMap<>();

    /**
     * @throws IllegalArgumentException if a layer could fail, or is beyond what the packing or a message carries
     */
    public PreparedModel(CompiledModel model) {
        this.offer = new ModelOffer(model.card(), model.spec());
        InferencePlan plan = CheckedPlan.of(model.spec(), LinkProfile.LOCAL);
        for (LinkProfile link : LinkProfile.values()) {
            plans.put(link, plan.over(link));
        }
        int next = 0;
        for (Stage stage : plan.stages()) {
            if (stage instanceof LinearStage linear) {
                linearByLayer.put(
                        linear.layer(),
                        new PreparedLinear(linear, model.weights().linear(next++)));
            }
        }
    }

    /** Returns the public description of the model that clients receive. */
    public ModelOffer offer() {
        return offer;
    }

    /** Returns the model's stages over a link. */
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

    PreparedLinear linear(LinearStage stage) {
        PreparedLinear linear = linearByLayer.get(stage.layer());
        if (linear == null) {
            throw new IllegalArgumentException("stage: layer " + stage.layer() + " is not one of this model");
        }
        return linear;
    }
}
