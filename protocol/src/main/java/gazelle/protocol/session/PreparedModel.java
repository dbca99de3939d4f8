package gazelle.protocol.session;

import gazelle.protocol.layer.InferencePlan;
import gazelle.protocol.layer.LinearStage;
import gazelle.protocol.layer.PreparedLinear;
import gazelle.protocol.layer.Stage;
import gazelle.protocol.model.CompiledModel;
import gazelle.protocol.wire.ModelOffer;
import java.util.HashMap;
import java.util.Map;

/** A model ready to serve: planned, checked, its weights packed and transformed once. Server only; safe for many threads. */
public final class PreparedModel {
    private final ModelOffer offer;
    private final InferencePlan plan;
    private final Map<Integer, PreparedLinear> linearByLayer = new HashMap<>();

    /**
     * @throws IllegalArgumentException if a layer could fail, or is beyond what the packing or a message carries
     */
    public PreparedModel(CompiledModel model) {
        this.offer = new ModelOffer(model.card(), model.spec());
        this.plan = CheckedPlan.of(model.spec());
        int next = 0;
        for (Stage stage : plan.stages()) {
            if (stage instanceof LinearStage linear) {
                linearByLayer.put(
                        linear.layer(),
                        new PreparedLinear(linear, model.weights().linear(next++)));
            }
        }
    }

    /** What clients are told. */
    public ModelOffer offer() {
        return offer;
    }

    /** The model's stages. */
    public InferencePlan plan() {
        return plan;
    }

    PreparedLinear linear(LinearStage stage) {
        PreparedLinear linear = linearByLayer.get(stage.layer());
        if (linear == null) {
            throw new IllegalArgumentException("stage: layer " + stage.layer() + " is not one of this model");
        }
        return linear;
    }
}
