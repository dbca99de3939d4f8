package gazelle.protocol.session;

import gazelle.crypto.share.AdditiveShare;
import gazelle.protocol.meter.Work;
import gazelle.protocol.meter.WorkClock;
import gazelle.protocol.step.Exchange;
import gazelle.protocol.step.InferencePlan;
import gazelle.protocol.step.Schedule;
import gazelle.protocol.step.ServerHalf;
import gazelle.protocol.step.ServerParty;
import gazelle.protocol.step.ShareSlots;
import gazelle.protocol.step.Step;
import gazelle.protocol.step.StepOutput;
import gazelle.protocol.wire.SessionException;

/** The server's side of one inference: drives the steps, answering as soon as it can. */
final class ServerInference {
    private final Conversation conversation;
    private final InferencePlan plan;
    private final ServerParty party;
    private final WorkClock clock;

    /**
     * @param clock counts the work of {@code party}, and waiting
     */
    ServerInference(Conversation conversation, InferencePlan plan, ServerParty party, WorkClock clock) {
        this.conversation = conversation;
        this.plan = plan;
        this.party = party;
        this.clock = clock;
    }

    void run() throws SessionException {
        AdditiveShare zeros = AdditiveShare.zeros(
                plan.graph().shape(0).elements(), plan.graph().ringBits(0));
        try (ShareSlots slots = new ShareSlots(plan.graph(), zeros)) {
            for (Step step : plan.steps()) {
                if (run(step, slots) instanceof StepOutput.Shared output) {
                    slots.put(step.layer(), output.share());
                }
            }
        }
    }

    private StepOutput run(Step step, ShareSlots slots) throws SessionException {
        try (ServerHalf half = step.server(party)) {
            half.input(slots.inputs(step.layer()));
            try {
                for (Exchange exchange : Schedule.serverOrder(step)) {
                    exchange(half, exchange);
                }
            } catch (SessionException ended) {
                half.requireHonest();
                throw ended;
            }
            return half.output();
        }
    }

    private void exchange(ServerHalf half, Exchange exchange) throws SessionException {
        if (exchange.fromClient()) {
            half.accept(
                    exchange,
                    clock.time(Work.WAIT, () -> conversation.expect(exchange.type(), exchange.payloadBytes())));
        } else {
            conversation.send(exchange.type(), half.next(exchange));
        }
    }
}
