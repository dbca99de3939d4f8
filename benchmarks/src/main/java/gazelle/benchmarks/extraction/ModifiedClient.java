package gazelle.benchmarks.extraction;

import gazelle.crypto.garbling.Evaluator;
import gazelle.crypto.linear.LinearClient;
import gazelle.crypto.linear.LinearPlan;
import gazelle.crypto.ot.OtClient;
import gazelle.crypto.ot.OtClientSetup;
import gazelle.crypto.ot.OtServerSetup;
import gazelle.crypto.share.AdditiveShare;
import gazelle.protocol.layer.GarbledClient;
import gazelle.protocol.layer.GarbledStage;
import gazelle.protocol.layer.InferencePlan;
import gazelle.protocol.layer.LinearStage;
import gazelle.protocol.layer.LocalStage;
import gazelle.protocol.layer.ShareSlots;
import gazelle.protocol.layer.Stage;
import gazelle.protocol.profile.LinkProfile;
import gazelle.protocol.session.ProtocolVersion;
import gazelle.protocol.session.ServerSession;
import gazelle.protocol.session.SessionId;
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
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A client made of the project's public classes that sends what an honest one would, message for message, for shares of its own choice.
 *
 * <p>Its oblivious transfers are honest and pass every check. {@link #greet}, {@link #setUp} and {@link #extend} are all that knows of handshake and transfers.
 */
public final class ModifiedClient implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int REQUEST_BYTES_AHEAD = 4 << 20;

    private final Link link;
    private final Welcome welcome;
    private final LinkProfile profile;
    private final InferencePlan plan;
    private final LinearClient linear;
    private final OtClient transfers;
    private @Nullable GarbledStage extending;
    private int extended;

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
            this.plan = new InferencePlan(offer().network(), ProtocolVersion.RLWE, profile);
            byte[] nonce = HexFormat.of().parseHex(welcome.nonce());
            this.linear = LinearClient.create(ProtocolVersion.RLWE, nonce, random);
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

    /** The stages of an inference. */
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
        try (Evaluator evaluator = new Evaluator(seed, plan.link().garbling());
                ShareSlots slots = new ShareSlots(plan.graph(), image)) {
            for (Stage stage : plan.stages()) {
                slots.put(stage.layer(), step(stage, slots, evaluator, deviation));
            }
            return slots.output(plan.stages().size() - 1).values().clone();
        }
    }

    private AdditiveShare step(Stage stage, ShareSlots slots, Evaluator evaluator, Deviation deviation)
            throws SessionException {
        return switch (stage) {
            case LocalStage local -> local.apply(slots.inputs(stage.layer()));
            case LinearStage linearStage -> {
                AdditiveShare honest = slots.input(stage.layer());
                yield multiply(linearStage, changed(stage, honest, linearStage.ringBits(), deviation));
            }
            case GarbledStage garbled -> {
                AdditiveShare honest = slots.input(stage.layer());
                yield evaluate(garbled, changed(stage, honest, honest.ringBits(), deviation), evaluator);
            }
        };
    }

    private static AdditiveShare changed(Stage stage, AdditiveShare honest, int ringBits, Deviation deviation) {
        long[] values = honest.values().clone();
        deviation.before(stage, values);
        return new AdditiveShare(values, ringBits);
    }

    private AdditiveShare multiply(LinearStage stage, AdditiveShare share) throws SessionException {
        LinearPlan layer = stage.plan();
        long[] product = new long[layer.geometry().outputs()];
        try (LinearClient.Upload upload = linear.begin(layer, share.values())) {
            int sent = 0;
            for (int response = 0; response < layer.responseCount(); response++) {
                for (; sent < layer.requestsAheadOf(response, REQUEST_BYTES_AHEAD); sent++) {
                    send(FrameType.CIPHERTEXT, upload.request(sent));
                }
                GarbledStage next = plan.nextGarbled(stage);
                if (sent == layer.requestCount() && next != null) {
                    extend(next, next.chunksAhead());
                }
                linear.decrypt(layer, response, receive(FrameType.RESPONSE, layer.responseBytes(response)), product);
            }
        }
        return new AdditiveShare(product, layer.shareBits());
    }

    /** Extends the transfers of a layer's chunks up to {@code end}, each once. */
    private void extend(GarbledStage stage, int end) throws SessionException {
        if (extending != stage) {
            extending = stage;
            extended = 0;
        }
        for (; extended < end; extended++) {
            if (stage.beginsBatch(extended)) {
                transfers.begin(stage.transfersInBatchOf(extended));
            }
            send(FrameType.OT_EXTENSION, transfers.extend(stage.extendedIn(extended)));
            if (stage.endsBatch(extended)) {
                send(FrameType.OT_CHECK, transfers.check());
            }
        }
    }

    private AdditiveShare evaluate(GarbledStage stage, AdditiveShare share, Evaluator evaluator)
            throws SessionException {
        try (GarbledClient client = new GarbledClient(stage, transfers, evaluator, share)) {
            int chosen = 0;
            for (int chunk = 0; chunk < stage.chunks(); chunk++) {
                for (; chosen < Math.min(stage.chunks(), chunk + stage.chunksAhead()); chosen++) {
                    extend(stage, stage.extendedBefore(chosen));
                    send(FrameType.CHOICES, client.choices(chosen));
                }
                client.evaluate(chunk, receive(FrameType.TABLES, stage.tableBytes(chunk)));
            }
            extending = null;
            return new AdditiveShare(client.output(), stage.outputBits());
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
