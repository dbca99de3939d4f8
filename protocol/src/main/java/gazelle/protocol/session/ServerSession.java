package gazelle.protocol.session;

import gazelle.crypto.garbling.Delta;
import gazelle.crypto.garbling.Garbler;
import gazelle.crypto.linear.LinearServer;
import gazelle.crypto.ot.MalformedOtMessageException;
import gazelle.crypto.ot.OtClientSetup;
import gazelle.crypto.ot.OtServer;
import gazelle.crypto.ot.OtServerSetup;
import gazelle.crypto.rlwe.MalformedMessageException;
import gazelle.protocol.layer.GarbledStage;
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

/** The server's side of one session, from the greeting to the goodbye; one thread runs it to its end. */
public final class ServerSession {
    /** After so many inferences a new connection has to bring a new garbling offset (protocol.md section 5). */
    static final int MAX_INFERENCES = 1_000;

    /** Length of the public seed S of an inference's garbling hash. */
    public static final int GARBLING_SEED_BYTES = 16;

    private static final Duration LINGER = Duration.ofMillis(200);

    private final Link link;
    private final Conversation conversation;
    private final SessionSettings settings;
    private final Map<String, PreparedModel> models = new LinkedHashMap<>();

    /**
     * @param link the connection, which the session then owns
     * @param models what is offered, in this order, each name once
     */
    public ServerSession(Link link, List<PreparedModel> models, SessionSettings settings) {
        this.link = link;
        this.conversation = new Conversation(link, Conversation.Party.SERVER, settings.greeting());
        this.settings = settings;
        for (PreparedModel model : models) {
            this.models.put(model.offer().card().name(), model);
        }
    }

    /**
     * Serves the client until it says goodbye.
     *
     * @return how many inferences were completed
     * @throws SessionException if the session ended in another way; the link is closed
     */
    public int run() throws SessionException {
        try {
            return converse();
        } catch (MalformedMessageException | MalformedOtMessageException malformed) {
            throw answered(SessionException.malformed(String.valueOf(malformed.getMessage())));
        } catch (SessionException problem) {
            throw problem.code() == SessionException.Code.MALFORMED_MESSAGE ? answered(problem) : problem;
        } finally {
            link.close();
        }
    }

    private int converse() throws SessionException {
        byte[] nonce = new byte[Welcome.NONCE_BYTES];
        settings.random().nextBytes(nonce);
        greet(nonce);
        conversation.setPatience(settings.silence());
        Frame first = conversation.receive();
        if (first.type() == FrameType.BYE) {
            return 0;
        }
        Conversation.requireType(first, FrameType.KEYS);
        byte[] publicMaterial = first.payload();
        try (LinearServer linear = LinearServer.create(ProtocolVersion.RLWE, nonce, publicMaterial, settings.random());
                Delta delta = Delta.random(settings.random())) {
            OtServerSetup setup = new OtServerSetup(
                    delta, SessionId.of(nonce, publicMaterial), ProtocolVersion.OT_TREE_BITS, settings.random());
            conversation.send(FrameType.OT_REQUEST, setup.request());
            byte[] reply =
                    conversation.expect(FrameType.OT_REPLY, OtClientSetup.replyBytes(ProtocolVersion.OT_TREE_BITS));
            try (OtServer transfers = setup.finish(reply)) {
                return serveInferences(linear, delta, transfers);
            }
        }
    }

    private void greet(byte[] nonce) throws SessionException {
        Hello hello = conversation.expectJson(FrameType.HELLO, Hello.class);
        if (hello.protocolVersion() != ProtocolVersion.CURRENT
                || !hello.parameterId().equals(ProtocolVersion.parameterId())) {
            refuse(Refused.Reason.INCOMPATIBLE);
            throw new Refused(Refused.Reason.INCOMPATIBLE, 0).asException();
        }
        conversation.sendJson(
                FrameType.WELCOME,
                new Welcome(
                        ProtocolVersion.CURRENT,
                        ProtocolVersion.parameterId(),
                        HexFormat.of().formatHex(nonce),
                        models.values().stream().map(PreparedModel::offer).toList()));
    }

    private int serveInferences(LinearServer linear, Delta delta, OtServer transfers) throws SessionException {
        for (int completed = 0; ; completed++) {
            Frame frame = conversation.receive();
            if (frame.type() == FrameType.BYE) {
                return completed;
            }
            Conversation.requireType(frame, FrameType.START);
            if (completed == MAX_INFERENCES) {
                refuse(Refused.Reason.SESSION_SPENT);
                throw new Refused(Refused.Reason.SESSION_SPENT, 0).asException();
            }
            PreparedModel model =
                    models.get(Conversation.readJson(frame, Start.class).model());
            if (model == null) {
                refuse(Refused.Reason.UNKNOWN_MODEL);
                throw new Refused(Refused.Reason.UNKNOWN_MODEL, 0).asException();
            }
            byte[] garblingSeed = new byte[GARBLING_SEED_BYTES];
            settings.random().nextBytes(garblingSeed);
            conversation.send(FrameType.BEGIN, garblingSeed);
            try (Garbler garbler = new Garbler(delta, garblingSeed, GarbledStage.SCHEME, settings.random())) {
                new ServerInference(conversation, model, linear, transfers, garbler).run();
            }
        }
    }

    private void refuse(Refused.Reason reason) throws SessionException {
        conversation.sendJson(FrameType.REFUSED, new Refused(reason, 0));
    }

    /** Tells the client that its message was malformed, if it still listens. */
    private SessionException answered(SessionException malformed) {
        try {
            refuse(Refused.Reason.MALFORMED_MESSAGE);
            awaitGoodbye();
        } catch (SessionException gone) {
            malformed.addSuppressed(gone);
        }
        return malformed;
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
