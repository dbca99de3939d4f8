package gazelle.protocol.step;

import gazelle.crypto.rlwe.RlweParameters;
import gazelle.protocol.model.NetworkGraph;
import gazelle.protocol.model.NetworkSpec;
import gazelle.protocol.profile.LinkProfile;
import java.util.ArrayList;
import java.util.List;

/**
 * The steps of one inference, derived by both parties alike from the public specification: it fixes the size and the order of
 * every message.
 */
public final class InferencePlan {
    /** The lattice parameters of every session. */
    public static final RlweParameters PARAMETERS = RlweParameters.N_4096_LOGQ_48;

    /** The activations of every session. */
    public static final ActivationKind ACTIVATIONS = new GarbledActivation();

    private final NetworkSpec spec;
    private final StepPlanner planner;
    private final LinkProfile link;
    private final List<Step> steps;
    private final Schedule schedule;

    private InferencePlan(NetworkSpec spec, StepPlanner planner, LinkProfile link, List<Step> steps) {
        this.spec = spec;
        this.planner = planner;
        this.link = link;
        this.steps = steps;
        this.schedule = new Schedule(steps);
    }

    /**
     * Plans a network over one link, and makes sure that every message fits its frame over any.
     *
     * @param spec a network's public part
     * @param link what the inference runs over
     * @throws IllegalArgumentException if a layer could fail, or is beyond what the packing or a message carries
     */
    public static InferencePlan of(NetworkSpec spec, LinkProfile link) {
        return of(spec, link, ACTIVATIONS);
    }

    /**
     * Plans a network with other activations than usual; both parties must take the same.
     *
     * @throws IllegalArgumentException if a layer could fail, or is beyond what the packing or a message carries
     * @see #of(NetworkSpec, LinkProfile)
     */
    public static InferencePlan of(NetworkSpec spec, LinkProfile link, ActivationKind activations) {
        PlanLimits.requireReads(spec);
        StepPlanner planner = new StepPlanner(spec, PARAMETERS, activations);
        List<Step> steps = new ArrayList<>();
        long messages = 0;
        for (int layer = 0; layer < spec.layers().size(); layer++) {
            Step step = planner.step(layer, link);
            steps.add(step);
            messages += step.exchanges().size();
            PlanLimits.requireMessages(messages);
        }
        InferencePlan plan = new InferencePlan(spec, planner, link, List.copyOf(steps));
        for (LinkProfile each : LinkProfile.values()) {
            PlanLimits.requireFrames(plan.over(each));
        }
        return plan;
    }

    /** Returns the same inference over another link; linear steps, whose packing is searched for, are the same objects. */
    public InferencePlan over(LinkProfile other) {
        if (other == link) {
            return this;
        }
        List<Step> planned = steps.stream()
                .map(step -> planner.dependsOnLink(step.layer()) ? planner.step(step.layer(), other) : step)
                .toList();
        return new InferencePlan(spec, planner, other, planned);
    }

    /** Returns the kind of link that the inference runs over. */
    public LinkProfile link() {
        return link;
    }

    /** Returns the network's public part. */
    public NetworkSpec spec() {
        return spec;
    }

    /** Returns the connections between the layers. */
    public NetworkGraph graph() {
        return spec.graph();
    }

    /** Returns one step for each layer, in order. */
    public List<Step> steps() {
        return steps;
    }

    /** Returns the order of all messages on the client's side. */
    public Schedule schedule() {
        return schedule;
    }
}
