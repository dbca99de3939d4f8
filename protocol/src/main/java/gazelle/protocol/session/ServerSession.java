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
import gazelle.protocol.model.ModelJson;
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
    private final ServerListener listener;
    private final SessionLimits limits;
    private final SetUpGate gate;
    private final StoppableWork work = new StoppableWork();
    private final Map<String, PreparedModel> models = new LinkedHashMap<>();
    private Optional<Refused> refusal = Optional.empty();
    private Optional<Refused> whenLate = Optional.empty();
    private volatile Optional<Refused> farewell = Optional.empty();
    private volatile Stage stage = Stage.GREETED;

    /** The progress of a session. */
    public enum Stage {
        /** It waits for the greeting, or has answered it and waits for keys. */
        GREETED,
        /** The client's keys are here; its turn to be set up is not. */
        WAITING,
        /** It is being set up. */
        SETTING_UP,
        /** It is set up and waits for an inference. */
        IDLE,
        /** An inference is under way. */
        INFERENCE
    }

    /**
     * Makes a session that has not begun; {@link #run} serves it.
     *
     * @param link the connection, which the session then owns
     * @param models what is offered, in this order, each name once
     * @param settings randomness, clock and limits
     * @param listener told of every inference, and of a client that cheated
     * @param gate asked before the set-up
     */
    public ServerSession(
            Link link, List<PreparedModel> models, SessionSettings settings, ServerListener listener, SetUpGate gate) {
        this.link = link;
        this.gate = gate;
        this.listener = listener;
        this.conversation = new Conversation(
                link,
                Conversation.Party.SERVER,
                settings.nanoTime(),
                settings.limits().greeting());
        this.settings = settings;
        this.limits = settings.limits();
        for (PreparedModel model : models) {
            this.models.put(model.offer().card().name(), model);
        }
    }

    /**
     * Serves the client until it says goodbye.
     *
     * @return how many inferences were completed
     * @throws SessionException if the session ended in another way; the client was told why if it may still listen, and the link is
     *     closed
     */
    public int run() throws SessionException {
        try {
            return work.run(() -> {
                try {
                    return converse();
                } catch (MalformedMessageException | MalformedOtMessageException malformed) {
                    throw SessionException.malformed(String.valueOf(malformed.getMessage()));
                } catch (CheatingClientException proof) {
                    SessionException cheated = SessionException.cheated();
                    try {
                        listener.clientCheated(link.peer());
                    } catch (RuntimeException fault) {
                        cheated.addSuppressed(fault);
                    }
                    throw cheated;
                }
            });
        } catch (SessionException problem) {
            Optional<Refused> answer = answerTo(problem.code());
            if (answer.isPresent()) {
                tell(answer.get(), problem);
            }
            throw problem;
        } catch (RuntimeException | Error failure) {
            tell(new Refused(Refused.Reason.SERVER_FAILURE, 0), failure);
            throw failure;
        } finally {
            link.close();
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

    private int converse() throws SessionException {
        byte[] nonce = new byte[Welcome.NONCE_BYTES];
        settings.random().nextBytes(nonce);
        allowGreeting();
        greet(nonce);
        allowSetUp();
        Frame first = conversation.receive();
        if (first.type() == FrameType.BYE) {
            return 0;
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
                    delta, SessionId.of(nonce, first.payload()), profile.otTreeBits(), settings.random());
            conversation.send(FrameType.OT_REQUEST, setup.request());
            byte[] reply = conversation.expect(FrameType.OT_REPLY, OtClientSetup.replyBytes(profile.otTreeBits()));
            try (OtServer transfers = setup.finish(reply)) {
                gate.leave();
                link.allowFrames(largestRequestBytes(profile), SessionMemory.QUEUE_BYTES);
                return serveInferences(profile, new ServerParty.Session(linear, transfers, delta));
            }
        }
    }

    private void greet(byte[] nonce) throws SessionException {
        Hello hello = conversation.expectJson(FrameType.HELLO, Hello.class);
        if (hello.protocolVersion() != ProtocolVersion.CURRENT
                || !hello.parameterId().equals(ProtocolVersion.parameterId())) {
            throw refused(Refused.Reason.INCOMPATIBLE);
        }
        whenLate = Optional.of(new Refused(Refused.Reason.SESSION_IDLE, 0));
        link.allowFrames(FrameType.OT_REPLY.maxPayloadBytes(), FrameType.OT_REPLY.maxPayloadBytes());
        conversation.sendJson(
                FrameType.WELCOME,
                new Welcome(
                        ProtocolVersion.CURRENT,
                        ProtocolVersion.parameterId(),
                        HexFormat.of().formatHex(nonce),
                        offeredLinks(),
                        models.values().stream().map(PreparedModel::offer).toList()));
    }

    private List<LinkProfile> offeredLinks() {
        return link.profile().offered();
    }

    private int serveInferences(LinkProfile profile, ServerParty.Session keys) throws SessionException {
        DeltaBudget budget = new DeltaBudget();
        for (int completed = 0; ; completed++) {
            allowIdle();
            Frame frame = conversation.receive();
            if (frame.type() == FrameType.BYE) {
                return completed;
            }
            Conversation.requireType(frame, FrameType.START);
            allowWork();
            if (completed == limits.inferences()) {
                throw refused(Refused.Reason.SESSION_SPENT);
            }
            PreparedModel model =
                    models.get(Conversation.readJson(frame, Start.class).model());
            if (model == null) {
                throw refused(Refused.Reason.UNKNOWN_MODEL);
            }
            if (!budget.allows(model.offer().network())) {
                throw refused(Refused.Reason.SESSION_SPENT);
            }
            budget.spend(model.offer().network());
            byte[] garblingSeed = new byte[GARBLING_SEED_BYTES];
            settings.random().nextBytes(garblingSeed);
            conversation.send(FrameType.BEGIN, garblingSeed);
            WorkClock clock = new WorkClock(settings.nanoTime());
            try (ServerParty party =
                    new ServerParty(keys, garblingSeed, profile, settings.random(), model::linear, clock)) {
                new ServerInference(conversation, model.plan(profile), party, clock).run();
                listener.inferenceFinished(model.offer().card().name(), clock.times());
            }
        }
    }

    /** Until the set-up is complete time counts from the beginning of the connection. */
    private void allowSetUp() {
        Duration left = limits.setUp().minus(link.age());
        conversation.allow(limits.silence(), left);
    }

    private void allowGreeting() {
        Duration left = limits.setUp().minus(link.age());
        Duration greeting = limits.greeting().compareTo(left) < 0 ? limits.greeting() : left;
        conversation.allow(greeting, greeting);
    }

    /** The last thing before the server computes something for a client. */
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

    /** Nothing is under way: the client has so long to ask for something, however slowly it does. */
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
        Refused answer = new Refused(reason, 0);
        refusal = Optional.of(answer);
        return answer.asException();
    }

    /** Tells the client why its session ends, if it still listens. */
    private void tell(Refused answer, Throwable problem) {
        try {
            link.send(new Frame(FrameType.REFUSED, ModelJson.writeMessage(answer)), LINGER);
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
