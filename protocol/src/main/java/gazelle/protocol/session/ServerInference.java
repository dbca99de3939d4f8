package gazelle.protocol.session;

import gazelle.crypto.garbling.Garbler;
import gazelle.crypto.linear.LinearPlan;
import gazelle.crypto.linear.LinearServer;
import gazelle.crypto.ot.OtClient;
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
import gazelle.protocol.profile.LinkProfile;
import gazelle.protocol.wire.FrameType;
import gazelle.protocol.wire.SessionException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The server's side of one inference, stage by stage (docs/protocol/README.md section 1). */
final class ServerInference {
    private final Conversation conversation;
    private final WorkClock clock;
    private final InferencePlan plan;
    private final PreparedModel model;
    private final LinkProfile link;
    private final LinearServer linear;
    private final OtServer transfers;
    private final Garbler garbler;

    ServerInference(
            Conversation conversation,
            WorkClock clock,
            PreparedModel model,
            LinkProfile link,
            LinearServer linear,
            OtServer transfers,
            Garbler garbler) {
        this.conversation = conversation;
        this.clock = clock;
        this.plan = model.plan(link);
        this.model = model;
        this.link = link;
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
        long[] masks = new long[linearPlan.geometry().outputs()];
        int taken = 0;
        int made = 0;
        while (made < linearPlan.responseCount()) {
            int needed = linearPlan.requestsNeededFor(made);
            while (taken < needed) {
                int end = Math.min(needed, taken + LinearStage.MESSAGES_AT_ONCE);
                takeRequests(linearPlan, evaluation, taken, end);
                taken = end;
            }
            int end = Math.min(linearPlan.responsesAfter(taken), made + LinearStage.MESSAGES_AT_ONCE);
            sendResponses(evaluation, made, end, masks);
            made = end;
        }
        return prepared.share(masks);
    }

    private void takeRequests(LinearPlan linearPlan, LinearServer.Evaluation evaluation, int from, int to)
            throws SessionException {
        List<byte[]> requests = new ArrayList<>(to - from);
        for (int request = from; request < to; request++) {
            requests.add(await(FrameType.CIPHERTEXT, linearPlan.requestBytes()));
        }
        IntStream.range(from, to)
                .parallel()
                .forEach(request ->
                        clock.run(Work.HOMOMORPHIC, () -> evaluation.accept(request, requests.get(request - from))));
    }

    private void sendResponses(LinearServer.Evaluation evaluation, int from, int to, long[] masks)
            throws SessionException {
        List<byte[]> responses = IntStream.range(from, to)
                .parallel()
                .mapToObj(response -> clock.time(Work.HOMOMORPHIC, () -> evaluation.respond(response, masks)))
                .toList();
        for (byte[] response : responses) {
            conversation.send(FrameType.RESPONSE, response);
        }
    }

    private AdditiveShare garble(GarbledStage stage, AdditiveShare share) throws SessionException {
        GarbledServer server = new GarbledServer(stage, transfers, garbler, share);
        try (TransfersAhead ahead = new TransfersAhead(transfers, clock)) {
            try {
                garbleChunks(stage, server, ahead);
            } catch (SessionException ended) {
                // A client that sends a wrong check and leaves, or breaks another rule, has cheated all the same.
                ahead.reportCheating();
                throw ended;
            }
        }
        return new AdditiveShare(server.output(), stage.outputBits());
    }

    private void garbleChunks(GarbledStage stage, GarbledServer server, TransfersAhead ahead) throws SessionException {
        int extended = 0;
        for (int chunk = 0; chunk < stage.chunks(); chunk++) {
            int number = chunk;
            // The client sent the first of these while the linear layer was being multiplied.
            for (; extended < stage.extendedBefore(chunk); extended++) {
                int count = stage.extendedIn(extended);
                int bytes = OtClient.extensionBytes(link.otTreeBits(), count);
                if (stage.beginsBatch(extended)) {
                    ahead.begin(stage.transfersInBatchOf(extended));
                }
                ahead.extend(count, await(FrameType.OT_EXTENSION, bytes));
                if (stage.endsBatch(extended)) {
                    ahead.verify(await(FrameType.OT_CHECK, OtClient.checkBytes()));
                }
            }
            byte[] choices = await(FrameType.CHOICES, stage.transfersIn(chunk) / Byte.SIZE);
            if (stage.beginsBatch(chunk)) {
                ahead.awaitVerified();
            }
            byte[] zeroLabels = clock.time(Work.OT, () -> server.zeroLabels(number, choices));
            conversation.send(FrameType.TABLES, clock.time(Work.GARBLE, () -> server.garble(number, zeroLabels)));
        }
    }

    private byte[] await(FrameType type, int payloadBytes) throws SessionException {
        return clock.time(Work.WAIT, () -> conversation.expect(type, payloadBytes));
    }
}
