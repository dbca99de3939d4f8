package gazelle.protocol.session;

import gazelle.crypto.garbling.MalformedTablesException;
import gazelle.crypto.linear.LinearClient;
import gazelle.crypto.ot.MalformedOtMessageException;
import gazelle.crypto.ot.OtClient;
import gazelle.crypto.ot.OtClientSetup;
import gazelle.crypto.ot.OtServerSetup;
import gazelle.crypto.rlwe.MalformedMessageException;
import gazelle.protocol.cost.InferenceCost;
import gazelle.protocol.meter.WorkClock;
import gazelle.protocol.model.QuantisedTensor;
import gazelle.protocol.profile.LinkProfile;
import gazelle.protocol.step.ClientParty;
import gazelle.protocol.step.InferencePlan;
import gazelle.protocol.step.Revealed;
import gazelle.protocol.transport.Link;
import gazelle.protocol.wire.Capabilities;
import gazelle.protocol.wire.FrameType;
import gazelle.protocol.wire.ModelOffer;
import gazelle.protocol.wire.SessionException;
import gazelle.protocol.wire.Start;
import gazelle.protocol.wire.Welcome;
import gazelle.protocol.wire.WireJson;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The clinician's side of a session: classifies images with a server's model; the server sees none of them.
 *
 * <p>One thread uses a client; any thread may {@link #stop} it. After an exception the session is over: a new attempt is a new
 * connection and a new inference with fresh randomness. No message and no abort depends on a decrypted or decoded value.
 */
public final class GazelleClient implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GazelleClient.class);

    private final Link link;
    private final Conversation conversation;
    private final SessionSettings settings;
    private final StoppableWork work = new StoppableWork();
    private final Welcome welcome;
    private final byte[] greeting;
    private final LinkProfile profile;
    private final Map<String, InferencePlan> plans = new HashMap<>();
    private final DeltaBudget budget = new DeltaBudget();
    private @Nullable LinearClient linear;
    private @Nullable OtClient transfers;
    private double setupSeconds;
    private long setupBytesUp;
    private long setupBytesDown;
    private boolean over;

    private GazelleClient(
            Link link,
            Conversation conversation,
            SessionSettings settings,
            Welcome welcome,
            byte[] greeting,
            LinkProfile profile) {
        this.link = link;
        this.conversation = conversation;
        this.settings = settings;
        this.welcome = welcome;
        this.greeting = greeting;
        this.profile = profile;
    }

    /**
     * Opens a session over a link, which it then owns; an interrupt of the thread stops it.
     *
     * @throws SessionException if the server is incompatible, refuses, or does not follow the protocol; the link is closed
     */
    public static GazelleClient open(Link link, SessionSettings settings) throws SessionException {
        GazelleClient opened = null;
        try {
            Conversation conversation = new Conversation(
                    link,
                    Conversation.Party.CLIENT,
                    settings.nanoTime(),
                    settings.limits().greeting());
            byte[] hello = WireJson.write(ProtocolVersion.hello(settings.activations()));
            conversation.send(FrameType.HELLO, hello);
            byte[] answer = conversation.expect(FrameType.WELCOME);
            Welcome welcome = readWelcome(answer, ProtocolVersion.capabilities(settings.activations()));
            LinkProfile profile = welcome.linkFor(link.profile())
                    .orElseThrow(() -> incompatible("offers no kind of link that this program knows"));
            opened = new GazelleClient(
                    link, conversation, settings, welcome, SessionId.greeting(hello, answer), profile);
            return opened;
        } finally {
            if (opened == null) {
                link.close();
            }
        }
    }

    private static Welcome readWelcome(byte[] answer, Capabilities own) throws SessionException {
        int version = WireJson.protocolVersion(answer).orElse(ProtocolVersion.CURRENT);
        if (version != ProtocolVersion.CURRENT) {
            throw incompatible(
                    "speaks version " + version + " of the protocol, this program version " + ProtocolVersion.CURRENT);
        }
        Welcome welcome = WireJson.read(FrameType.WELCOME, answer, Welcome.class);
        if (!welcome.parameterId().equals(ProtocolVersion.parameterId())) {
            throw incompatible("uses other cryptographic parameters than this program");
        }
        Optional<String> objection = new Negotiation(own).objectionToChoice(welcome.capabilities());
        if (objection.isPresent()) {
            throw incompatible("cannot be worked with: " + objection.get());
        }
        return welcome;
    }

    private static SessionException incompatible(String server) {
        return new SessionException(
                SessionException.Code.INCOMPATIBLE,
                "The server " + server + ". Nothing was classified. Install the same version on both sides.");
    }

    /** Returns the models that the server offers. */
    public List<ModelOffer> models() {
        return welcome.models();
    }

    /**
     * Returns the offer of that name.
     *
     * @throws SessionException {@code UNKNOWN_MODEL} if there is none; the session stays open
     */
    public ModelOffer model(String name) throws SessionException {
        return welcome.models().stream()
                .filter(offer -> offer.card().name().equals(name))
                .findFirst()
                .orElseThrow(() -> new SessionException(
                        SessionException.Code.UNKNOWN_MODEL,
                        "The server has no model of that name. Nothing was classified. It offers: "
                                + String.join(
                                        ", ",
                                        welcome.models().stream()
                                                .map(offer -> offer.card().name())
                                                .toList())
                                + "."));
    }

    /** Returns the forms of the protocol that this session uses. */
    public LinkProfile profile() {
        return profile;
    }

    /**
     * Returns the cost of an inference with an offered model in this session; nothing is sent.
     *
     * @param model name of an offered model
     * @throws SessionException {@code UNKNOWN_MODEL} if it is not offered; {@code INCOMPATIBLE} if its network cannot be computed
     *     safely; the session stays open
     */
    public InferenceCost cost(String model) throws SessionException {
        ModelOffer offer = model(model);
        // Kept only for models that are asked: a server may offer many.
        InferencePlan known = plans.get(model);
        return InferenceCost.of(known == null ? plan(offer) : known);
    }

    /**
     * Exchanges keys and base oblivious transfers, once a session; {@link #classify} does it if nobody did. A server waits for it no longer
     * than {@link SessionLimits#setUp} from the beginning of the connection.
     */
    public void prepare() throws SessionException {
        prepare(InferenceListener.NONE);
    }

    /**
     * Exchanges keys and base oblivious transfers, once a session; {@link #classify} does it if nobody did.
     *
     * @param listener told of pauses
     */
    public void prepare(InferenceListener listener) throws SessionException {
        guarded(listener, () -> {
            if (transfers == null) {
                setUp();
            }
            return this;
        });
    }

    private void setUp() throws SessionException {
        long begin = settings.nanoTime().getAsLong();
        long sentBefore = conversation.bytesSent();
        long receivedBefore = conversation.bytesReceived();
        byte[] nonce = HexFormat.of().parseHex(welcome.nonce());
        LinearClient keys = LinearClient.create(InferencePlan.PARAMETERS, nonce, settings.random());
        linear = keys;
        byte[] clientKeys = new ClientKeys(keys.publicMaterial(), profile).payload();
        int requestBytes = OtServerSetup.requestBytes(profile.otTreeBits());
        conversation.allowFor(
                (long) clientKeys.length + requestBytes + OtClientSetup.replyBytes(profile.otTreeBits()),
                settings.limits());
        conversation.send(FrameType.KEYS, clientKeys);
        OtClientSetup setup =
                new OtClientSetup(SessionId.of(greeting, clientKeys), profile.otTreeBits(), settings.random());
        byte[] request = conversation.expect(FrameType.OT_REQUEST, requestBytes);
        conversation.send(FrameType.OT_REPLY, setup.reply(request));
        transfers = setup.client();
        setupSeconds = (settings.nanoTime().getAsLong() - begin) * 1e-9;
        setupBytesUp = conversation.bytesSent() - sentBefore;
        setupBytesDown = conversation.bytesReceived() - receivedBefore;
    }

    /**
     * Classifies one image privately.
     *
     * @param model name of an offered model
     * @param input the quantised image, in the model's shape; values beyond its range count as its ends
     * @param listener told of each layer, and of pauses
     * @throws SessionException if there is no result; unless the code is {@code UNKNOWN_MODEL}, {@code UNSUITABLE_INPUT} or
     *     {@code INCOMPATIBLE}, the session is over
     */
    public InferenceReport classify(String model, QuantisedTensor input, InferenceListener listener)
            throws SessionException {
        ModelOffer offer = model(model);
        requireShape(offer, input);
        InferencePlan plan = planOnce(offer);
        return guarded(listener, () -> {
            if (transfers == null) {
                setUp();
            }
            long begin = settings.nanoTime().getAsLong();
            long sentBefore = conversation.bytesSent();
            long receivedBefore = conversation.bytesReceived();
            int roundsBefore = conversation.rounds();
            InferenceCost cost = InferenceCost.of(plan);
            conversation.allowFor(cost.bytesUp() + cost.bytesDown(), settings.limits());
            budget.spend(offer.network());
            conversation.sendJson(FrameType.START, new Start(model));
            byte[] garblingSeed = conversation.expect(FrameType.BEGIN, ServerSession.GARBLING_SEED_BYTES);
            PhaseClock phases = new PhaseClock(settings.nanoTime(), plan, listener);
            conversation.tell(phases);
            WorkClock work = new WorkClock(settings.nanoTime());
            ClientParty party = new ClientParty(required(linear), required(transfers), garblingSeed, profile, work);
            ClientInference inference =
                    new ClientInference(conversation, settings.nanoTime(), plan, party, work, phases);
            Prediction prediction;
            try (inference;
                    Revealed revealed =
                            inference.run(input.clampedTo(offer.network().input()))) {
                prediction = Prediction.of(offer.network(), revealed);
            } finally {
                conversation.tell(null);
            }
            return new InferenceReport(
                    model,
                    offer.card().version(),
                    prediction,
                    offer.card().classNames().get(prediction.label()),
                    inference.reports(),
                    phases.reports(),
                    (settings.nanoTime().getAsLong() - begin) * 1e-9,
                    conversation.bytesSent() - sentBefore,
                    conversation.bytesReceived() - receivedBefore,
                    work.times(),
                    conversation.rounds() - roundsBefore);
        });
    }

    private InferencePlan planOnce(ModelOffer offer) throws SessionException {
        InferencePlan known = plans.get(offer.card().name());
        if (known != null) {
            return known;
        }
        InferencePlan plan = plan(offer);
        plans.put(offer.card().name(), plan);
        return plan;
    }

    private InferencePlan plan(ModelOffer offer) throws SessionException {
        try {
            return InferencePlan.of(offer.network(), profile, settings.activations());
        } catch (IllegalArgumentException unsafe) {
            throw new SessionException(
                    SessionException.Code.INCOMPATIBLE,
                    "The server's model " + offer.card().name() + " cannot be computed safely (" + unsafe.getMessage()
                            + "). It cannot be asked, and nothing was sent for it. Tell the server's administrator.");
        }
    }

    /** Looks at the shape only: whether a server sees a START must not depend on the image's values. */
    private static void requireShape(ModelOffer offer, QuantisedTensor input) throws SessionException {
        if (!input.shape().equals(offer.network().input().shape())) {
            throw new SessionException(
                    SessionException.Code.UNSUITABLE_INPUT,
                    "The image is not in the shape that the model takes. Nothing was sent. Choose another image or model.");
        }
    }

    /**
     * Returns how many more inferences with that model this session's keys serve; a server may allow fewer.
     *
     * @throws SessionException {@code UNKNOWN_MODEL} if it is not offered; the session stays open
     */
    public int inferencesLeft(String model) throws SessionException {
        return budget.left(model(model).network());
    }

    /** Returns the time that key exchange and base oblivious transfers took, seconds; 0 before them. */
    public double setupSeconds() {
        return setupSeconds;
    }

    /** Returns the number of bytes that the client sent for the set-up. */
    public long setupBytesUp() {
        return setupBytesUp;
    }

    /** Returns the number of bytes that the server sent for the set-up. */
    public long setupBytesDown() {
        return setupBytesDown;
    }

    /**
     * Stops whatever runs, from any thread; the session is over and a running call ends with {@code STOPPED}, whether it waits or
     * computes.
     */
    public void stop() {
        work.stop();
        link.close();
    }

    /** Says goodbye and wipes the session's secrets. */
    @Override
    public void close() {
        try {
            if (!over) {
                over = true;
                Duration brief = settings.limits().greeting();
                conversation.allow(brief, brief);
                conversation.send(FrameType.BYE, new byte[0]);
            }
        } catch (SessionException gone) {
            LOG.debug("the server had already gone: {}", gone.code());
        } finally {
            link.close();
            wipe();
        }
    }

    private void wipe() {
        if (linear != null) {
            linear.close();
        }
        if (transfers != null) {
            transfers.close();
        }
    }

    /** Runs a step of which nothing but an answer or a {@link SessionException} may come, whatever the server sends. */
    private <T> T guarded(InferenceListener listener, StoppableWork.Step<T> step) throws SessionException {
        boolean done = false;
        conversation.tellOfPauses(listener);
        try {
            T answer = work.run(() -> {
                try {
                    return step.run();
                } catch (MalformedMessageException | MalformedOtMessageException | MalformedTablesException malformed) {
                    throw SessionException.malformed(String.valueOf(malformed.getMessage()));
                }
            });
            // What was promised to whoever stopped it is that there is no result.
            if (work.isStopped()) {
                throw SessionException.stopped();
            }
            done = true;
            return answer;
        } finally {
            conversation.tellOfPauses(InferenceListener.NONE);
            if (!done) {
                over = true;
                link.close();
            }
        }
    }

    private static <T> T required(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("the session is not set up");
        }
        return value;
    }
}
