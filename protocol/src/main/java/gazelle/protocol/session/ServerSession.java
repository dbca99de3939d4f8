package gazelle.protocol.session;

import gazelle.crypto.garbling.Delta;
import gazelle.crypto.linear.LinearServer;
import gazelle.crypto.ot.CheatingClientException;
import gazelle.crypto.ot.MalformedOtMessageException;
import gazelle.crypto.ot.OtClientSetup;
import gazelle.crypto.ot.OtServer;
import gazelle.crypto.ot.OtServerSetup;
import gazelle.crypto.rlwe.MalformedMessageException;
import gazelle.protocol.meter.WorkClock;
import gazelle.protocol.profile.LinkProfile;
import gazelle.protocol.step.InferencePlan;
import gazelle.protocol.step.ServerParty;
import gazelle.protocol.transport.Link;
import gazelle.protocol.wire.Frame;
import gazelle.protocol.wire.FrameType;
import gazelle.protocol.wire.Hello;
import gazelle.protocol.wire.Refused;
import gazelle.protocol.wire.SessionException;
import gazelle.protocol.wire.Start;
import gazelle.protocol.wire.Welcome;
import gazelle.protocol.wire.WireJson;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The server's side of one session, from the greeting to the goodbye; one thread runs it to its end. */
public final class ServerSession {
    /** Length of the public seed S of an inference's garbling hash. */
    public static final int GARBLING_SEED_BYTES = 16;

    private static final Duration LINGER = Duration.ofMillis(200);

    private final Link link;
    private final Conversation conversation;
    private final SessionSettings settings;
    private final SessionEvents events;
    private final SessionLimits limits;
    private final SetUpGate gate;
    private final StoppableWork work = new StoppableWork();
    private final Map<String, PreparedModel> models = new LinkedHashMap<>();
    private int peerVersion;
    private int completed;
    private Optional<Refused> refusal = Optional.empty();
    private Optional<Refused> whenLate = Optional.empty();
    private volatile Optional<Refused> farewell = Optional.empty();
    private volatile Stage stage = Stage.GREETED;

    /** The progress of a session. */
    public enum Stage {
        /** Connected: the greeting or the keys are awaited. */
        GREETED,
        /** The client's keys are there; the session is queued for its set-up. */
        WAITING,
        /** Base oblivious transfers are under way. */
        SETTING_UP,
        /** Set up, with no inference under way. */
        IDLE,
        /** An inference is under way. */
        INFERENCE
    }

    /**
     * Makes a session that has not begun, the only one of its server; {@link #run} serves it.
     *
     * @param link the connection, which the session then owns
     * @param models the models on offer, in this order, each name once
     * @param settings randomness, clock and limits
     * @param listener told of every event
     * @param gate asked before the set-up
     */
    public ServerSession(
            Link link, List<PreparedModel> models, SessionSettings settings, ServerListener listener, SetUpGate gate) {
        this(1, link, models, settings, listener, gate);
    }

    /**
     * Makes a session that has not begun; {@link #run} serves it.
     *
     * @param number the session's, in events
     * @param link the connection, which the session then owns
     * @param models the models on offer, in this order, each name once
     * @param settings randomness, clock and limits
     * @param listener told of every event
     * @param gate asked before the set-up
     */
    public ServerSession(
            long number,
            Link link,
            List<PreparedModel> models,
            SessionSettings settings,
            ServerListener listener,
            SetUpGate gate) {
        this.link = link;
        this.gate = gate;
        this.conversation = new Conversation(
                link,
                Conversation.Party.SERVER,
                settings.nanoTime(),
                settings.limits().greeting());
        this.events = new SessionEvents(number, link, conversation, listener);
        this.settings = settings;
        this.limits = settings.limits();
        for (PreparedModel model : models) {
            model.requireActivations(settings.activations());
            this.models.put(model.offer().card().name(), model);
        }
    }

    /**
     * Serves the client until it says goodbye.
     *
     * @return the number of inferences that were completed
     * @throws SessionException if the session ended in another way; the client was told why if it may still listen, and the link is
     *     closed
     */
    public int run() throws SessionException {
        try {
            work.run(() -> translated(this::converse));
        } catch (SessionException problem) {
            Optional<Refused> answer = answerTo(problem.code());
            if (answer.isPresent()) {
                tell(answer.get(), problem);
            }
            close(problem);
            throw problem;
        } catch (RuntimeException | Error failure) {
            tell(new Refused(Refused.Reason.SERVER_FAILURE, 0), failure);
            close(failure);
            throw failure;
        }
        link.close();
        events.closed(completed);
        return completed;
    }

    private void close(Throwable problem) {
        link.close();
        events.closed(completed, problem);
    }

    /** Runs a step and turns what it finds wrong in the client's messages into errors of the session. */
    private <T> T translated(StoppableWork.Step<T> step) throws SessionException {
        try {
            return step.run();
        } catch (MalformedMessageException | MalformedOtMessageException malformed) {
            throw SessionException.malformed(String.valueOf(malformed.getMessage()));
        } catch (CheatingClientException proof) {
            SessionException cheated = SessionException.cheated();
            events.cheated(cheated);
            throw cheated;
        }
    }

    /** Returns the stage that it has reached; any thread may ask. */
    public Stage stage() {
        return stage;
    }

    private Optional<Refused> answerTo(SessionException.Code code) {
        return switch (code) {
            case MALFORMED_MESSAGE -> Optional.of(new Refused(Refused.Reason.MALFORMED_MESSAGE, 0));
            case CHEATED -> Optional.of(new Refused(Refused.Reason.CHEATED, 0));
            case TIMED_OUT -> whenLate;
            case STOPPED -> farewell;
            case INCOMPATIBLE, UNKNOWN_MODEL, SESSION_ENDED, REFUSED -> refusal;
            case UNREACHABLE, UNTRUSTED_SERVER, CONNECTION_LOST, UNSUITABLE_INPUT -> Optional.empty();
        };
    }

    /** Ends the session soon, from any thread: the client is told {@code answer}; never blocks. */
    public void end(Refused answer) {
        farewell = Optional.of(answer);
        work.stop();
    }

    /** Returns the number of inferences that were completed when the client said goodbye. */
    private int converse() throws SessionException {
        byte[] nonce = new byte[Welcome.NONCE_BYTES];
        settings.random().nextBytes(nonce);
        allowGreeting();
        byte[] greeting = greet(nonce);
        allowSetUp();
        Frame first = conversation.receive();
        if (first.type() == FrameType.BYE) {
            return completed;
        }
        Conversation.requireType(first, FrameType.KEYS);
        admit(first);
        ClientKeys keys = ClientKeys.read(first.payload());
        LinkProfile profile = keys.link();
        if (!offeredLinks().contains(profile)) {
            throw SessionException.malformed("a KEYS message asks for a form of the protocol that is not offered");
        }
        try (LinearServer linear =
                        LinearServer.create(InferencePlan.PARAMETERS, nonce, keys.publicMaterial(), settings.random());
                Delta delta = Delta.random(settings.random())) {
            OtServerSetup setup = new OtServerSetup(
                    delta, SessionId.of(greeting, first.payload()), profile.otTreeBits(), settings.random());
            conversation.send(FrameType.OT_REQUEST, setup.request());
            byte[] reply = conversation.expect(FrameType.OT_REPLY, OtClientSetup.replyBytes(profile.otTreeBits()));
            try (OtServer transfers = setup.finish(reply)) {
                gate.leave();
                link.allowFrames(largestRequestBytes(profile), SessionMemory.QUEUE_BYTES);
                return serveInferences(profile, new ServerParty.Session(linear, transfers, delta));
            }
        }
    }

    /** Returns the digest of the greeting and its answer. */
    private byte[] greet(byte[] nonce) throws SessionException {
        byte[] hello = conversation.expect(FrameType.HELLO);
        peerVersion = WireJson.protocolVersion(hello)
                .orElseThrow(() -> SessionException.malformed("a HELLO message names no protocol version"));
        if (peerVersion != ProtocolVersion.CURRENT) {
            throw incompatible("The server speaks version " + ProtocolVersion.CURRENT
                    + " of the protocol, the client version " + peerVersion + ".");
        }
        Hello greeting = WireJson.read(FrameType.HELLO, hello, Hello.class);
        if (!greeting.parameterId().equals(ProtocolVersion.parameterId())) {
            throw incompatible("The two programs use different cryptographic parameters.");
        }
        Negotiation negotiation = new Negotiation(ProtocolVersion.capabilities(settings.activations()));
        Optional<String> objection = negotiation.objectionTo(greeting.capabilities());
        if (objection.isPresent()) {
            throw incompatible(objection.get());
        }
        whenLate = Optional.of(new Refused(Refused.Reason.SESSION_IDLE, 0));
        link.allowFrames(FrameType.OT_REPLY.maxPayloadBytes(), FrameType.OT_REPLY.maxPayloadBytes());
        byte[] welcome = WireJson.write(new Welcome(
                ProtocolVersion.CURRENT,
                ProtocolVersion.parameterId(),
                HexFormat.of().formatHex(nonce),
                negotiation.chosenFor(greeting.capabilities()),
                offeredLinks().stream().map(LinkProfile::name).toList(),
                models.values().stream().map(PreparedModel::offer).toList()));
        conversation.send(FrameType.WELCOME, welcome);
        events.opened();
        return SessionId.greeting(hello, welcome);
    }

    private List<LinkProfile> offeredLinks() {
        return link.profile().offered();
    }

    private int serveInferences(LinkProfile profile, ServerParty.Session keys) throws SessionException {
        DeltaBudget budget = new DeltaBudget();
        while (true) {
            allowIdle();
            ServerEvent.Traffic before = events.traffic();
            Frame frame = conversation.receive();
            if (frame.type() == FrameType.BYE) {
                return completed;
            }
            Conversation.requireType(frame, FrameType.START);
            allowWork();
            if (completed == limits.inferences()) {
                throw refused(Refused.Reason.SESSION_SPENT);
            }
            PreparedModel model = models.get(WireJson.read(frame, Start.class).model());
            if (model == null) {
                throw refused(Refused.Reason.UNKNOWN_MODEL);
            }
            if (!budget.allows(model.offer().network())) {
                throw refused(Refused.Reason.SESSION_SPENT);
            }
            budget.spend(model.offer().network());
            WorkClock clock = new WorkClock(settings.nanoTime());
            String name = model.offer().card().name();
            events.inferenceBegun(name);
            try {
                translated(() -> infer(model, profile, clock, keys));
            } catch (SessionException | RuntimeException | Error problem) {
                events.inferenceFailed(name, before, clock, problem);
                throw problem;
            }
            completed++;
            events.inferenceCompleted(name, before, clock);
        }
    }

    private ServerSession infer(PreparedModel model, LinkProfile profile, WorkClock clock, ServerParty.Session keys)
            throws SessionException {
        byte[] garblingSeed = new byte[GARBLING_SEED_BYTES];
        settings.random().nextBytes(garblingSeed);
        conversation.send(FrameType.BEGIN, garblingSeed);
        try (ServerParty party =
                new ServerParty(keys, garblingSeed, profile, settings.random(), model::linear, clock)) {
            new ServerInference(conversation, model.plan(profile), party, clock).run();
        }
        return this;
    }

    /** Gives the client what is left of the time for the set-up, which counts from the beginning of the connection. */
    private void allowSetUp() {
        Duration left = limits.setUp().minus(link.age());
        conversation.allow(limits.silence(), left);
    }

    private void allowGreeting() {
        Duration left = limits.setUp().minus(link.age());
        Duration greeting = limits.greeting().compareTo(left) < 0 ? limits.greeting() : left;
        conversation.allow(greeting, greeting);
    }

    /** Lets the client in or refuses it, as the last step before the server computes anything for it. */
    private void admit(Frame keys) throws SessionException {
        KeysCheck.requirePlausible(keys.payload());
        stage = Stage.WAITING;
        try {
            Optional<Refused> no = gate.enter();
            if (no.isPresent()) {
                refusal = no;
                throw no.get().asException();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw SessionException.stopped();
        }
        stage = Stage.SETTING_UP;
        whenLate = Optional.of(new Refused(Refused.Reason.OUT_OF_TIME, 0));
    }

    private int largestRequestBytes(LinkProfile profile) {
        return models.values().stream()
                .mapToInt(model -> model.largestRequestBytes(profile))
                .max()
                .orElse(0);
    }

    /** Gives the client the time of an idle session to ask for an inference, however slowly it does. */
    private void allowIdle() {
        conversation.allow(limits.idle(), limits.idle());
        whenLate = Optional.of(new Refused(Refused.Reason.SESSION_IDLE, 0));
        stage = Stage.IDLE;
    }

    private void allowWork() {
        conversation.allow(limits.silence(), limits.inference());
        whenLate = Optional.of(new Refused(Refused.Reason.OUT_OF_TIME, 0));
        stage = Stage.INFERENCE;
    }

    private SessionException refused(Refused.Reason reason) {
        return refused(new Refused(reason, 0));
    }

    private SessionException incompatible(String text) {
        return refused(new Refused(Refused.Reason.INCOMPATIBLE.name(), 0, text));
    }

    private SessionException refused(Refused answer) {
        refusal = Optional.of(answer);
        return answer.asException();
    }

    /** Tells the client why its session ends, if it still listens. */
    private void tell(Refused answer, Throwable problem) {
        events.refused(answer, problem);
        try {
            link.send(new Frame(FrameType.REFUSED, WireJson.write(answer.readableBy(peerVersion))), LINGER);
            awaitGoodbye();
        } catch (SessionException gone) {
            problem.addSuppressed(gone);
        }
    }

    /** Closing on unread bytes would reset the connection and lose the answer, so what is still under way is taken and dropped. */
    private void awaitGoodbye() throws SessionException {
        long end = settings.nanoTime().getAsLong() + LINGER.toNanos();
        for (long left = LINGER.toNanos();
                left > 0;
                left = end - settings.nanoTime().getAsLong()) {
            link.receive(Duration.ofNanos(left));
        }
    }
}
