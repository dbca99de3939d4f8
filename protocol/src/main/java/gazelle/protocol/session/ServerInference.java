package gazelle.protocol.session;

import gazelle.crypto.garbling.Garbler;
import gazelle.crypto.linear.LinearPlan;
import gazelle.crypto.linear.LinearServer;
import gazelle.crypto.ot.OtServer;
import gazelle.crypto.share.AdditiveShare;
import gazelle.protocol.layer.GarbledServer;
import gazelle.protocol.layer.GarbledStage;
import gazelle.protocol.layer.InferencePlan;
import gazelle.protocol.layer.LinearStage;
import gazelle.protocol.layer.LocalStage;
import gazelle.protocol.layer.PreparedLinear;
import gazelle.protocol.layer.ShareSlots;
import gazelle.protocol.layer.Stage;
import gazelle.protocol.wire.FrameType;
import gazelle.protocol.wire.SessionException;

/** The server's side of one inference, stage by stage (protocol.md section 7). */
final class ServerInference {
    private final Conversation conversation;
    private final InferencePlan plan;
    private final PreparedModel model;
    private final LinearServer linear;
    private final OtServer transfers;
    private final Garbler garbler;

    ServerInference(
            Conversation conversation, PreparedModel model, LinearServer linear, OtServer transfers, Garbler garbler) {
        this.conversation = conversation;
        this.plan = model.plan();
        this.model = model;
        this.linear = linear;
        this.transfers = transfers;
        this.garbler = garbler;
    }

    void run() throws SessionException {
        AdditiveShare zeros = AdditiveShare.zeros(
                plan.graph().shape(0).elements(), plan.graph().ringBits(0));
        try (ShareSlots slots = new ShareSlots(plan.graph(), zeros)) {
            for (Stage stage : plan.stages()) {
                slots.put(stage.layer(), step(stage, slots));
            }
        }
    }

    private AdditiveShare step(Stage stage, ShareSlots slots) throws SessionException {
        return switch (stage) {
            case LinearStage linearStage -> {
                try (AdditiveShare share = slots.input(stage.layer()).reducedTo(linearStage.ringBits())) {
                    yield multiply(linearStage, share);
                }
            }
            case GarbledStage garbled -> garble(garbled, slots.input(stage.layer()));
            case LocalStage local -> local.apply(slots.inputs(stage.layer()));
        };
    }

    private AdditiveShare multiply(LinearStage stage, AdditiveShare share) throws SessionException {
        LinearPlan linearPlan = stage.plan();
        PreparedLinear prepared = model.linear(stage);
        LinearServer.Evaluation evaluation = linear.begin(linearPlan, prepared.weights(), share.values());
        for (int request = 0; request < linearPlan.requestCount(); request++) {
            evaluation.accept(request, conversation.expect(FrameType.CIPHERTEXT, linearPlan.requestBytes()));
        }
        long[] masks = new long[linearPlan.geometry().outputs()];
        for (int response = 0; response < linearPlan.responseCount(); response++) {
            conversation.send(FrameType.RESPONSE, evaluation.respond(response, masks));
        }
        return prepared.share(masks);
    }

    private AdditiveShare garble(GarbledStage stage, AdditiveShare share) throws SessionException {
        GarbledServer server = new GarbledServer(stage, transfers, garbler, share);
        for (int chunk = 0; chunk < stage.chunks(); chunk++) {
            byte[] extension = conversation.expect(FrameType.OT_EXTENSION);
            byte[] choices = conversation.expect(FrameType.CHOICES, stage.transfersIn(chunk) / Byte.SIZE);
            conversation.send(FrameType.TABLES, server.garble(chunk, extension, choices));
        }
        return new AdditiveShare(server.output(), stage.circuit().outputBits());
    }
}
