package gazelle.protocol.session;

import gazelle.crypto.share.AdditiveShare;
import gazelle.protocol.meter.Work;
import gazelle.protocol.meter.WorkClock;
import gazelle.protocol.model.Layer;
import gazelle.protocol.model.QuantisedTensor;
import gazelle.protocol.step.ClientHalf;
import gazelle.protocol.step.ClientParty;
import gazelle.protocol.step.Exchange;
import gazelle.protocol.step.InferencePlan;
import gazelle.protocol.step.Revealed;
import gazelle.protocol.step.Schedule;
import gazelle.protocol.step.ShareSlots;
import gazelle.protocol.step.Step;
import gazelle.protocol.step.StepOutput;
import gazelle.protocol.wire.SessionException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** The client's side of one inference: drives the steps by their schedule. */
final class ClientInference implements AutoCloseable {
    private final Conversation conversation;
    private final LongSupplier nanoTime;
    private final InferencePlan plan;
    private final ClientParty party;
    private final WorkClock clock;
    private final InferenceListener listener;
    private final Map<Integer, ClientHalf> halves = new HashMap<>();
    private final long[] bytesUp;
    private final long[] bytesDown;
    private final List<LayerReport> reports = new ArrayList<>();

    /**
     * @param clock counts the work of {@code party}, and waiting
     * @param listener told of each layer
     */
    ClientInference(
            Conversation conversation,
            LongSupplier nanoTime,
            InferencePlan plan,
            ClientParty party,
            WorkClock clock,
            InferenceListener listener) {
        this.conversation = conversation;
        this.nanoTime = nanoTime;
        this.plan = plan;
        this.party = party;
        this.clock = clock;
        this.listener = listener;
        this.bytesUp = new long[plan.steps().size()];
        this.bytesDown = new long[plan.steps().size()];
    }

    /** Runs all steps and returns what the last one reveals. */
    Revealed run(QuantisedTensor input) throws SessionException {
        listener.inferenceStarted(plan.spec().layers());
        AdditiveShare share = new AdditiveShare(
                Arrays.stream(input.values()).asLongStream().toArray(),
                plan.graph().ringBits(0));
        try (ShareSlots slots = new ShareSlots(plan.graph(), share)) {
            for (Step step : plan.steps()) {
                switch (timed(step, slots)) {
                    case StepOutput.Shared output -> slots.put(step.layer(), output.share());
                    case Revealed output -> {
                        return output;
                    }
                    case StepOutput.Nothing _ -> throw new IllegalStateException("client's output: nothing");
                }
            }
        }
        throw new IllegalStateException("last layer: reveals nothing (expected: an output)");
    }

    List<LayerReport> reports() {
        return List.copyOf(reports);
    }

    private StepOutput timed(Step step, ShareSlots slots) throws SessionException {
        long begin = nanoTime.getAsLong();
        int number = step.layer();
        listener.layerStarted(number);
        ClientHalf half = half(step);
        half.input(slots.inputs(number));
        for (Schedule.Entry entry : plan.schedule().turn(number)) {
            exchange(entry);
        }
        StepOutput output = half.output();
        half.close();
        halves.remove(number);
        Layer layer = plan.spec().layers().get(number);
        LayerReport report = new LayerReport(
                layer.name(), layer.kind(), (nanoTime.getAsLong() - begin) * 1e-9, bytesUp[number], bytesDown[number]);
        reports.add(report);
        listener.layerFinished(number, report);
        return output;
    }

    private ClientHalf half(Step step) {
        return halves.computeIfAbsent(step.layer(), _ -> step.client(party));
    }

    private void exchange(Schedule.Entry entry) throws SessionException {
        Exchange exchange = entry.exchange();
        int layer = entry.step().layer();
        ClientHalf half = half(entry.step());
        if (exchange.fromClient()) {
            conversation.send(exchange.type(), half.next(exchange), entry.costsWait());
            bytesUp[layer] += exchange.wireBytes();
        } else {
            byte[] payload = clock.time(Work.WAIT, () -> conversation.expect(exchange.type(), exchange.payloadBytes()));
            half.accept(exchange, payload);
            bytesDown[layer] += exchange.wireBytes();
        }
    }

    @Override
    public void close() {
        halves.values().forEach(ClientHalf::close);
        halves.clear();
        party.close();
    }
}
