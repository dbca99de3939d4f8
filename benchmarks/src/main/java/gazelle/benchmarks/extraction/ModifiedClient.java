package gazelle.benchmarks.extraction;

import gazelle.crypto.linear.LinearClient;
import gazelle.crypto.ot.OtClient;
import gazelle.crypto.ot.OtClientSetup;
import gazelle.crypto.ot.OtServerSetup;
import gazelle.crypto.share.AdditiveShare;
import gazelle.protocol.meter.WorkClock;
import gazelle.protocol.profile.LinkProfile;
import gazelle.protocol.session.ProtocolVersion;
import gazelle.protocol.session.ServerSession;
import gazelle.protocol.session.SessionId;
import gazelle.protocol.step.ClientHalf;
import gazelle.protocol.step.ClientParty;
import gazelle.protocol.step.Exchange;
import gazelle.protocol.step.InferencePlan;
import gazelle.protocol.step.Revealed;
import gazelle.protocol.step.Schedule;
import gazelle.protocol.step.ShareSlots;
import gazelle.protocol.step.Step;
import gazelle.protocol.step.StepOutput;
import gazelle.protocol.transport.Link;
import gazelle.protocol.wire.Frame;
import gazelle.protocol.wire.FrameType;
import gazelle.protocol.wire.ModelOffer;
import gazelle.protocol.wire.Refused;
import gazelle.protocol.wire.SessionException;
import gazelle.protocol.wire.Start;
import gazelle.protocol.wire.Welcome;
import gazelle.protocol.wire.WireJson;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A client made of the project's public classes that sends what an honest one would, message for message, for shares of its own choice.
 *
 * <p>Its steps are the project's own, so its oblivious transfers are honest and pass every check.
 */
public final class ModifiedClient implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Link link;
    private final Welcome welcome;
    private final LinkProfile profile;
    private final InferencePlan plan;
    private final LinearClient linear;
    private final OtClient transfers;

    /**
     * Opens a session with a server that offers one model.
     *
     * @param link a connection, closed if this fails
     * @throws SessionException if the server refuses or is another
     */
    public ModifiedClient(Link link, SecureRandom random) throws SessionException {
        this.link = link;
        boolean open = false;
        try {
            byte[] hello = WireJson.write(ProtocolVersion.hello());
            byte[] answer = greet(hello);
            this.welcome = WireJson.read(FrameType.WELCOME, answer, Welcome.class);
            this.profile = welcome.linkFor(link.profile())
                    .orElseThrow(() -> SessionException.malformed("the server offers no known kind of link"));
            this.plan = InferencePlan.of(offer().network(), profile);
            byte[] nonce = HexFormat.of().parseHex(welcome.nonce());
            this.linear = LinearClient.create(InferencePlan.PARAMETERS, nonce, random);
            this.transfers = setUp(SessionId.greeting(hello, answer), random);
            open = true;
        } finally {
            if (!open) {
                link.close();
            }
        }
    }

    private byte[] greet(byte[] hello) throws SessionException {
        send(FrameType.HELLO, hello);
        return receive(FrameType.WELCOME);
    }

    /** Keys and base transfers, as docs/protocol/messages.md gives them. */
    private OtClient setUp(byte[] greeting, SecureRandom random) throws SessionException {
        byte[] material = linear.publicMaterial();
        byte[] keys = Arrays.copyOf(material, material.length + 1);
        keys[material.length] = profile.code();
        send(FrameType.KEYS, keys);
        int treeBits = profile.otTreeBits();
        OtClientSetup setup = new OtClientSetup(SessionId.of(greeting, keys), treeBits, random);
        byte[] request = receive(FrameType.OT_REQUEST, OtServerSetup.requestBytes(treeBits));
        send(FrameType.OT_REPLY, setup.reply(request));
        return setup.client();
    }

    /** The model under attack: its card and its public shape. */
    public ModelOffer offer() {
        return welcome.models().getFirst();
    }

    /** Returns the steps of an inference. */
    public InferencePlan plan() {
        return plan;
    }

    /**
     * Runs one inference on an image of zeros.
     *
     * @param deviation what is done to the shares on the way
     * @return what the output's circuits reveal, one word an instance
     * @throws SessionException if the session is over
     */
    public long[] infer(Deviation deviation) throws SessionException {
        send(FrameType.START, WireJson.write(new Start(offer().card().name())));
        byte[] seed = receive(FrameType.BEGIN, ServerSession.GARBLING_SEED_BYTES);
        AdditiveShare image = AdditiveShare.zeros(
                plan.graph().shape(0).elements(), plan.graph().ringBits(0));
        Map<Integer, ClientHalf> halves = new HashMap<>();
        try (ClientParty party = new ClientParty(linear, transfers, seed, profile, new WorkClock(() -> 0));
                ShareSlots slots = new ShareSlots(plan.graph(), image)) {
            for (Step step : plan.steps()) {
                ClientHalf half = halves.computeIfAbsent(step.layer(), _ -> step.client(party));
                half.input(changed(step, slots.inputs(step.layer()), deviation));
                for (Schedule.Entry entry : plan.schedule().turn(step.layer())) {
                    Step of = entry.step();
                    exchange(entry.exchange(), halves.computeIfAbsent(of.layer(), _ -> of.client(party)));
                }
                switch (half.output()) {
                    case StepOutput.Shared output -> slots.put(step.layer(), output.share());
                    case Revealed output -> {
                        try (output) {
                            return IntStream.range(0, output.length())
                                    .mapToLong(word -> output.bits(word, 0, output.wordBits()))
                                    .toArray();
                        }
                    }
                    case StepOutput.Nothing _ -> throw new IllegalStateException("output: nothing (expected: a share)");
                }
            }
        } finally {
            halves.values().forEach(ClientHalf::close);
        }
        throw new IllegalStateException("last layer: reveals nothing (expected: an output)");
    }

    private static List<AdditiveShare> changed(Step step, List<AdditiveShare> honest, Deviation deviation) {
        if (step.exchanges().isEmpty()) {
            return honest;
        }
        long[] values = honest.getFirst().values().clone();
        deviation.before(step, values);
        return List.of(new AdditiveShare(values, honest.getFirst().ringBits()));
    }

    private void exchange(Exchange exchange, ClientHalf half) throws SessionException {
        if (exchange.fromClient()) {
            send(exchange.type(), half.next(exchange));
        } else {
            half.accept(exchange, receive(exchange.type(), exchange.payloadBytes()));
        }
    }

    private void send(FrameType type, byte[] payload) throws SessionException {
        link.send(new Frame(type, payload), PATIENCE);
    }

    private byte[] receive(FrameType due, int bytes) throws SessionException {
        byte[] payload = receive(due);
        if (payload.length != bytes) {
            throw SessionException.malformed("a " + due + " message of " + payload.length + " bytes arrived");
        }
        return payload;
    }

    private byte[] receive(FrameType due) throws SessionException {
        Frame frame = link.receive(PATIENCE);
        if (frame.type() == FrameType.REFUSED) {
            throw WireJson.read(frame, Refused.class).asException();
        }
        if (frame.type() != due) {
            throw SessionException.malformed("a " + frame.type() + " message arrived where " + due + " was due");
        }
        return frame.payload();
    }

    /** Says goodbye. */
    @Override
    public void close() {
        try {
            send(FrameType.BYE, new byte[0]);
        } catch (SessionException gone) {
            // The session is over either way.
        } finally {
            link.close();
            linear.close();
            transfers.close();
        }
    }
}
