package gazelle.protocol.step;

import java.util.ArrayList;
import java.util.List;

/**
 * The order of all messages of an inference on the client's side: its steps one after another, but for what is sent ahead.
 *
 * <p>While a step leaves the client idle, the first messages of the next step that sends something go out, if they need no share. The
 * server reads them when that step's turn comes.
 */
public final class Schedule {
    private final List<List<Entry>> turns = new ArrayList<>();

    /**
     * One message in its place.
     *
     * @param step what it belongs to, which need not be the step whose turn it is
     * @param exchange the message
     * @param costsWait whether the client has to wait for an answer on its account; messages that are sent while another answer is
     *     awaited, or prepared, do not
     */
    public record Entry(Step step, Exchange exchange, boolean costsWait) {}

    /**
     * Orders the messages of these steps.
     *
     * @param steps one for each layer
     */
    Schedule(List<? extends Step> steps) {
        int[] sentAhead = new int[steps.size()];
        for (int turn = 0; turn < steps.size(); turn++) {
            Step step = steps.get(turn);
            List<Exchange> exchanges = step.exchanges();
            List<Entry> entries = new ArrayList<>();
            for (int place = sentAhead[turn]; place < exchanges.size(); place++) {
                entries.add(entry(step, place));
                if (place + 1 == step.idleAfter()) {
                    int next = nextThatSends(steps, turn + 1);
                    for (; next >= 0 && sentAhead[next] < steps.get(next).ahead(); sentAhead[next]++) {
                        entries.add(entry(steps.get(next), sentAhead[next]));
                    }
                }
            }
            turns.add(List.copyOf(entries));
        }
    }

    private static int nextThatSends(List<? extends Step> steps, int from) {
        for (int next = from; next < steps.size(); next++) {
            if (!steps.get(next).exchanges().isEmpty()) {
                return next;
            }
        }
        return -1;
    }

    private static Entry entry(Step step, int place) {
        List<Exchange> exchanges = step.exchanges();
        Exchange exchange = exchanges.get(place);
        boolean costsWait = exchange.fromClient() && exchange.when() == Exchange.When.RUNNING;
        for (int next = place + 1; costsWait && next < exchanges.size(); next++) {
            if (!exchanges.get(next).fromClient()) {
                costsWait = exchanges.get(next).answers() >= place;
                break;
            }
        }
        return new Entry(step, exchange, costsWait);
    }

    /** Returns the client's messages, those that it sends and those that it receives, while it is the turn of that step. */
    public List<Entry> turn(int step) {
        return turns.get(step);
    }

    /** Returns how often the client waits for an answer to a message of that step. */
    public static int rounds(Step step) {
        int rounds = 0;
        boolean due = false;
        for (int place = 0; place < step.exchanges().size(); place++) {
            Entry entry = entry(step, place);
            due |= entry.costsWait();
            if (!entry.exchange().fromClient() && due) {
                rounds++;
                due = false;
            }
        }
        return rounds;
    }

    /** Returns a step's messages in the server's order: each of its own as soon as it has what that needs. */
    public static List<Exchange> serverOrder(Step step) {
        List<Exchange> exchanges = step.exchanges();
        List<Exchange> order = new ArrayList<>(exchanges.size());
        int taken = 0;
        for (Exchange exchange : exchanges) {
            if (!exchange.fromClient()) {
                taken = takeUpTo(exchange.answers() + 1, taken, exchanges, order);
                order.add(exchange);
            }
        }
        takeUpTo(exchanges.size(), taken, exchanges, order);
        return order;
    }

    private static int takeUpTo(int end, int taken, List<Exchange> exchanges, List<Exchange> order) {
        int next = taken;
        for (; next < end; next++) {
            if (exchanges.get(next).fromClient()) {
                order.add(exchanges.get(next));
            }
        }
        return next;
    }
}
