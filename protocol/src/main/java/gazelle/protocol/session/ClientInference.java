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
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The client's side of one inference, stage by stage (docs/protocol/README.md section 1). */
final class ClientInference implements AutoCloseable {
    /**
     * What is sent beyond the requests of the response that is due next: enough to keep a long link busy, little enough that the
     * server, which answers as soon as it can, never waits for a client that is still sending.
     */
    private static final int REQUEST_BYTES_AHEAD = 4 << 20;

    private final Conversation conversation;
    private final SessionSettings settings;
    private final InferencePlan plan;
    private final LinearClient linear;
    private final OtClient transfers;
    private final Evaluator evaluator;
    private final InferenceListener listener;
    private final WorkClock clock;
    private @Nullable GarbledStage extending;
    private int extended;
    private long bytesExtendedAhead;
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
        this.evaluator = new Evaluator(garblingSeed, plan.link().garbling());
        this.listener = listener;
        this.clock = new WorkClock(settings.nanoTime());
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

    WorkTimes work() {
        return clock.times();
    }

    List<LayerReport> reports() {
        return List.copyOf(reports);
    }

    private AdditiveShare timed(Stage stage, ShareSlots slots) throws SessionException {
        long begin = settings.nanoTime().getAsLong();
        long sentBefore = conversation.bytesSent();
        long receivedBefore = conversation.bytesReceived();
        if (stage instanceof GarbledStage) {
            // What went ahead during the linear layer belongs to this one.
            sentBefore -= bytesExtendedAhead;
            bytesExtendedAhead = 0;
        }
        long aheadBefore = bytesExtendedAhead;
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
                conversation.bytesSent() - sentBefore - (bytesExtendedAhead - aheadBefore),
                conversation.bytesReceived() - receivedBefore);
        reports.add(report);
        listener.layerFinished(stage.layer(), report);
        return output;
    }

    private AdditiveShare multiply(LinearStage stage, AdditiveShare share) throws SessionException {
        LinearPlan linearPlan = stage.plan();
        long[] product = new long[linearPlan.geometry().outputs()];
        try (LinearClient.Upload upload = linear.begin(linearPlan, share.values())) {
            int sent = 0;
            int opened = 0;
            while (opened < linearPlan.responseCount()) {
                while (sent < linearPlan.requestsAheadOf(opened, REQUEST_BYTES_AHEAD)) {
                    int end = Math.min(linearPlan.requestCount(), sent + LinearStage.MESSAGES_AT_ONCE);
                    sendRequests(upload, sent, end);
                    sent = end;
                }
                if (sent == linearPlan.requestCount()) {
                    extendAhead(stage);
                }
                int end = opened + 1;
                while (end < linearPlan.responsesAfter(sent) && end < opened + LinearStage.MESSAGES_AT_ONCE) {
                    end++;
                }
                openResponses(linearPlan, opened, end, product);
                opened = end;
            }
        }
        return new AdditiveShare(product, linearPlan.shareBits());
    }

    private void sendRequests(LinearClient.Upload upload, int from, int to) throws SessionException {
        List<byte[]> requests = IntStream.range(from, to)
                .parallel()
                .mapToObj(request -> clock.time(Work.HOMOMORPHIC, () -> upload.request(request)))
                .toList();
        for (byte[] request : requests) {
            conversation.send(FrameType.CIPHERTEXT, request);
        }
    }

    private void openResponses(LinearPlan linearPlan, int from, int to, long[] product) throws SessionException {
        List<byte[]> responses = new ArrayList<>(to - from);
        for (int response = from; response < to; response++) {
            responses.add(await(FrameType.RESPONSE, linearPlan.responseBytes(response)));
        }
        IntStream.range(from, to)
                .parallel()
                .forEach(response -> clock.run(
                        Work.HOMOMORPHIC,
                        () -> linear.decrypt(linearPlan, response, responses.get(response - from), product)));
    }

    /** While the server multiplies, the client makes the first oblivious transfers of the circuits that follow. */
    private void extendAhead(LinearStage stage) throws SessionException {
        GarbledStage next = plan.nextGarbled(stage);
        if (next != null) {
            long sentBefore = conversation.bytesSent();
            extend(next, next.chunksAhead());
            bytesExtendedAhead += conversation.bytesSent() - sentBefore;
        }
    }

    /** Extends the transfers of a layer's chunks up to {@code end}, each once. */
    private void extend(GarbledStage stage, int end) throws SessionException {
        if (extending != stage) {
            extending = stage;
            extended = 0;
        }
        for (; extended < end; extended++) {
            int transfersDue = stage.extendedIn(extended);
            if (stage.beginsBatch(extended)) {
                transfers.begin(stage.transfersInBatchOf(extended));
            }
            conversation.send(FrameType.OT_EXTENSION, clock.time(Work.OT, () -> transfers.extend(transfersDue)));
            if (stage.endsBatch(extended)) {
                conversation.send(FrameType.OT_CHECK, clock.time(Work.OT, transfers::check));
            }
        }
    }

    private AdditiveShare evaluate(GarbledStage stage, AdditiveShare share) throws SessionException {
        try (GarbledClient client = new GarbledClient(stage, transfers, evaluator, share)) {
            int requested = 0;
            for (int chunk = 0; chunk < stage.chunks(); chunk++) {
                for (; requested < Math.min(stage.chunks(), chunk + stage.chunksAhead()); requested++) {
                    int ahead = requested;
                    extend(stage, stage.extendedBefore(ahead));
                    conversation.send(FrameType.CHOICES, clock.time(Work.OT, () -> client.choices(ahead)));
                    if (chunk > 0) {
                        conversation.sentAhead();
                    }
                }
                int due = chunk;
                byte[] tables = await(FrameType.TABLES, stage.tableBytes(chunk));
                clock.run(Work.EVALUATE, () -> client.evaluate(due, tables));
            }
            return new AdditiveShare(client.output(), stage.outputBits());
        }
    }

    private byte[] await(FrameType type, int payloadBytes) throws SessionException {
        return clock.time(Work.WAIT, () -> conversation.expect(type, payloadBytes));
    }
}
