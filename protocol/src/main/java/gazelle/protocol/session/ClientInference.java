package gazelle.protocol.session;

import gazelle.crypto.garbling.Evaluator;
import gazelle.crypto.linear.LinearClient;
import gazelle.crypto.linear.LinearPlan;
import gazelle.crypto.ot.OtClient;
import gazelle.crypto.share.AdditiveShare;
import gazelle.protocol.layer.GarbledClient;
import gazelle.protocol.layer.GarbledStage;
import gazelle.protocol.layer.InferencePlan;
import gazelle.protocol.layer.LinearStage;
import gazelle.protocol.layer.LocalStage;
import gazelle.protocol.layer.ShareSlots;
import gazelle.protocol.layer.Stage;
import gazelle.protocol.model.Layer;
import gazelle.protocol.model.QuantisedTensor;
import gazelle.protocol.wire.FrameType;
import gazelle.protocol.wire.SessionException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The client's side of one inference, stage by stage (protocol.md section 7). */
final class ClientInference implements AutoCloseable {
    /** Chunks whose choices are sent before their tables have arrived, so that the server always has work. */
    private static final int CHUNKS_AHEAD = 3;

    private final Conversation conversation;
    private final SessionSettings settings;
    private final InferencePlan plan;
    private final LinearClient linear;
    private final OtClient transfers;
    private final Evaluator evaluator;
    private final InferenceListener listener;
    private final List<LayerReport> reports = new ArrayList<>();

    ClientInference(
            Conversation conversation,
            SessionSettings settings,
            InferencePlan plan,
            LinearClient linear,
            OtClient transfers,
            byte[] garblingSeed,
            InferenceListener listener) {
        this.conversation = conversation;
        this.settings = settings;
        this.plan = plan;
        this.linear = linear;
        this.transfers = transfers;
        this.evaluator = new Evaluator(garblingSeed, GarbledStage.SCHEME);
        this.listener = listener;
    }

    /** Runs all stages and gives what the last one reveals, one word an instance. */
    long[] run(QuantisedTensor input) throws SessionException {
        listener.inferenceStarted(plan.spec().layers());
        AdditiveShare share = new AdditiveShare(
                Arrays.stream(input.values()).asLongStream().toArray(),
                plan.graph().ringBits(0));
        try (ShareSlots slots = new ShareSlots(plan.graph(), share)) {
            for (Stage stage : plan.stages()) {
                slots.put(stage.layer(), timed(stage, slots));
            }
            return slots.output(plan.stages().size() - 1).values().clone();
        }
    }

    @Override
    public void close() {
        evaluator.close();
    }

    List<LayerReport> reports() {
        return List.copyOf(reports);
    }

    private AdditiveShare timed(Stage stage, ShareSlots slots) throws SessionException {
        long begin = settings.nanoTime().getAsLong();
        long sentBefore = conversation.bytesSent();
        long receivedBefore = conversation.bytesReceived();
        listener.layerStarted(stage.layer());
        AdditiveShare output = switch (stage) {
            case LinearStage linearStage -> {
                try (AdditiveShare share = slots.input(stage.layer()).reducedTo(linearStage.ringBits())) {
                    yield multiply(linearStage, share);
                }
            }
            case GarbledStage garbled -> evaluate(garbled, slots.input(stage.layer()));
            case LocalStage local -> local.apply(slots.inputs(stage.layer()));
        };
        Layer layer = plan.spec().layers().get(stage.layer());
        LayerReport report = new LayerReport(
                layer.name(),
                layer.kind(),
                (settings.nanoTime().getAsLong() - begin) * 1e-9,
                conversation.bytesSent() - sentBefore,
                conversation.bytesReceived() - receivedBefore);
        reports.add(report);
        listener.layerFinished(stage.layer(), report);
        return output;
    }

    private AdditiveShare multiply(LinearStage stage, AdditiveShare share) throws SessionException {
        LinearPlan linearPlan = stage.plan();
        for (int request = 0; request < linearPlan.requestCount(); request++) {
            conversation.send(FrameType.CIPHERTEXT, linear.encrypt(linearPlan, request, share.values()));
        }
        long[] product = new long[linearPlan.geometry().outputs()];
        for (int response = 0; response < linearPlan.responseCount(); response++) {
            byte[] message = conversation.expect(FrameType.RESPONSE, linearPlan.responseBytes(response));
            linear.decrypt(linearPlan, response, message, product);
        }
        return new AdditiveShare(product, linearPlan.shareBits());
    }

    private AdditiveShare evaluate(GarbledStage stage, AdditiveShare share) throws SessionException {
        try (GarbledClient client = new GarbledClient(stage, transfers, evaluator, share)) {
            int requested = 0;
            for (int chunk = 0; chunk < stage.chunks(); chunk++) {
                for (; requested < Math.min(stage.chunks(), chunk + CHUNKS_AHEAD); requested++) {
                    conversation.send(FrameType.OT_EXTENSION, client.extension(requested));
                    conversation.send(FrameType.CHOICES, client.choices(requested));
                    if (chunk > 0) {
                        conversation.sentAhead();
                    }
                }
                client.evaluate(chunk, conversation.expect(FrameType.TABLES, stage.tableBytes(chunk)));
            }
            return new AdditiveShare(client.output(), stage.circuit().outputBits());
        }
    }
}
