package gazelle.protocol.host;

import gazelle.protocol.admission.QuietLog;
import gazelle.protocol.session.PreparedModel;
import gazelle.protocol.session.ServerEvent;
import gazelle.protocol.session.ServerListener;
import gazelle.protocol.session.ServerSession;
import gazelle.protocol.session.SessionSettings;
import gazelle.protocol.transport.AddressBlock;
import gazelle.protocol.transport.Link;
import gazelle.protocol.transport.LoopbackLink;
import gazelle.protocol.wire.Frame;
import gazelle.protocol.wire.FrameType;
import gazelle.protocol.wire.ModelOffer;
import gazelle.protocol.wire.Refused;
import gazelle.protocol.wire.SessionException;
import gazelle.protocol.wire.Welcome;
import gazelle.protocol.wire.WireJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one session for each link it is given, up to its limits; the rest are refused as busy.
 *
 * <p>Where all sessions are taken, or all those of an address, the oldest one that came over the network, has been there for a second and
 * still brought no keys makes room.
 */
public final class ModelHost implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ModelHost.class);
    private static final int RETRY_AFTER_SECONDS = 10;
    private static final Duration GREETING_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(3);

    /** An honest client sends its keys as soon as it has read the answer to its greeting. */
    private static final Duration KEYS_DUE = Duration.ofSeconds(1);

    private final List<PreparedModel> models;
    private final SessionSettings settings;
    private final HostLimits limits;
    private final ServerListener listener;
    private final int sessionsInHeap;
    private final QuietLog quietLog;
    private final SetUps setUps;
    /** Guarded by itself; in the order in which they came. */
    private final List<Served> open = new ArrayList<>();
    /** Sessions that had to make room and are not over yet; guarded by {@code open}. */
    private final List<Served> leaving = new ArrayList<>();

    private long lastNumber;
    private boolean stopping;

    /**
     * @param models the models on offer
     * @param settings randomness, clock and limits of every session
     * @param maxSessions number of sessions that may be open at once
     */
    public ModelHost(List<PreparedModel> models, SessionSettings settings, int maxSessions) {
        this(models, settings, maxSessions, ServerListener.NONE);
    }

    /**
     * @param listener told of every event of every session, and of clients that are refused before they have one; many threads call it
     */
    public ModelHost(List<PreparedModel> models, SessionSettings settings, int maxSessions, ServerListener listener) {
        this(models, settings, HostLimits.of(maxSessions), listener);
    }

    /**
     * @param models the models on offer
     * @param settings randomness, clock and limits of every session
     * @param limits on sessions and set-ups, in all and of one address
     * @param listener told of every event of every session, and of clients that are refused before they have one; many threads call it
     */
    public ModelHost(List<PreparedModel> models, SessionSettings settings, HostLimits limits, ServerListener listener) {
        if (models.size() > Welcome.MAX_MODELS) {
            throw new IllegalArgumentException(
                    "models: " + models.size() + " (expected: at most " + Welcome.MAX_MODELS + ")");
        }
        this.models = List.copyOf(models);
        this.settings = settings;
        this.limits = limits;
        this.listener = listener;
        this.quietLog = new QuietLog(LOG, settings.nanoTime());
        this.setUps = new SetUps(limits, settings.nanoTime(), quietLog);
        this.sessionsInHeap = sessionsIn(limits.heapBytes());
        if (sessionsInHeap < limits.sessions()) {
            LOG.warn(
                    "the heap has room for {} of {} sessions at once, by {} MiB each; give this program more with -Xmx, or allow "
                            + "fewer",
                    sessionsInHeap,
                    limits.sessions(),
                    sessionBytes() >> 20);
        }
    }

    /** Returns the number of sessions that fit into so much heap beside the models, at least 1. */
    private int sessionsIn(long heapBytes) {
        long room = heapBytes
                - models.stream().mapToLong(PreparedModel::weightBytes).sum();
        return (int) Math.clamp(room / Math.max(1, sessionBytes()), 1L, limits.sessions());
    }

    /** Returns the bytes that one session may hold of the heap, estimated from the largest of the models. */
    private long sessionBytes() {
        return models.stream().mapToLong(PreparedModel::sessionBytes).max().orElse(1);
    }

    /** Returns the offered models, in their order. */
    public List<ModelOffer> offers() {
        return models.stream().map(PreparedModel::offer).toList();
    }

    /** Returns the number of open sessions, those that are ending included. */
    public int openSessions() {
        synchronized (open) {
            return open.size() + leaving.size();
        }
    }

    /** Serves a client over {@code link} on a thread of its own, or refuses it; never blocks. */
    public void accept(Link link) {
        Served served;
        Optional<Served> replaced;
        synchronized (open) {
            Optional<QuietLog.Notice> full = full(link.peer().addressBlock());
            replaced = full.isPresent() ? replaceable(full.get(), link.peer().addressBlock()) : Optional.empty();
            if (full.isPresent() && replaced.isEmpty()) {
                QuietLog.Notice why = full.get();
                Thread.ofVirtual().name("refusal").start(() -> refuse(link, why));
                return;
            }
            if (replaced.isPresent()) {
                open.remove(replaced.get());
                leaving.add(replaced.get());
            }
            served = newSession(link);
            open.add(served);
        }
        if (replaced.isPresent()) {
            quietLog.say(QuietLog.Notice.GREETED_ONLY_REPLACED, replaced.get().toString());
            replaced.get().session.end(new Refused(Refused.Reason.BUSY, RETRY_AFTER_SECONDS));
        }
        Thread thread =
                Thread.ofPlatform().name("session-" + served.number).daemon().unstarted(() -> serve(served));
        try {
            thread.start();
        } catch (OutOfMemoryError noThread) {
            LOG.error("{}: the system gives no thread", served);
            ended(served);
        }
    }

    private Served newSession(Link link) {
        SetUps.Gate gate = setUps.gate(link);
        lastNumber++;
        ServerSession session = new ServerSession(lastNumber, link, models, settings, listener, gate);
        return new Served(link, session, gate, lastNumber);
    }

    /** Returns the reason why there is no place for a client, if there is none. */
    private Optional<QuietLog.Notice> full(Optional<AddressBlock> address) {
        if (stopping) {
            return Optional.of(QuietLog.Notice.STOPPING);
        }
        if (address.isPresent() && count(ofAddress(address)) >= limits.sessionsOfAddress()) {
            return Optional.of(QuietLog.Notice.SESSIONS_OF_ADDRESS_FULL);
        }
        if (open.size() >= limits.sessions()) {
            return Optional.of(QuietLog.Notice.SESSIONS_FULL);
        }
        return open.size() >= sessionsInHeap ? Optional.of(QuietLog.Notice.MEMORY_FULL) : Optional.empty();
    }

    private static Predicate<Served> ofAddress(Optional<AddressBlock> address) {
        return served -> served.link.peer().addressBlock().equals(address);
    }

    private long count(Predicate<Served> which) {
        return open.stream().filter(which).count();
    }

    private Optional<Served> replaceable(QuietLog.Notice why, Optional<AddressBlock> address) {
        if (why == QuietLog.Notice.STOPPING) {
            return Optional.empty();
        }
        return open.stream()
                .filter(why == QuietLog.Notice.SESSIONS_OF_ADDRESS_FULL ? ofAddress(address) : _ -> true)
                .filter(served -> served.link.peer().addressBlock().isPresent()
                        && served.session.stage() == ServerSession.Stage.GREETED
                        && served.link.age().compareTo(KEYS_DUE) >= 0)
                .findFirst();
    }

    private void serve(Served served) {
        try {
            int inferences = served.session.run();
            if (beforeSetUp(served.session.stage())) {
                quietLog.say(QuietLog.Notice.NEVER_SET_UP, served + ", the client left");
            } else {
                LOG.info("{} closed by the client after {} inferences", served, inferences);
            }
        } catch (SessionException ended) {
            note(served, ended.code());
        } catch (RuntimeException unexpected) {
            LOG.error("{} failed", served, unexpected);
        } catch (Error failure) {
            // Of this session alone: the others go on, and the client was told.
            LOG.error("{} failed: {}", served, failure.toString());
            LOG.debug("the failure of {}", served, failure);
        } finally {
            ended(served);
        }
    }

    /** Returns true while the server has computed nothing for the client. */
    private static boolean beforeSetUp(ServerSession.Stage stage) {
        return stage == ServerSession.Stage.GREETED || stage == ServerSession.Stage.WAITING;
    }

    private void note(Served served, SessionException.Code why) {
        ServerSession.Stage stage = served.session.stage();
        if (why == SessionException.Code.CHEATED) {
            LOG.warn(
                    "{} ended while {}: the client cheated in oblivious transfer, which no unmodified program does; nothing made from "
                            + "it was sent",
                    served,
                    stage);
        } else if (beforeSetUp(stage) && why == SessionException.Code.STOPPED) {
            LOG.debug("{} stopped before it was set up", served);
        } else if (beforeSetUp(stage)) {
            quietLog.say(QuietLog.Notice.NEVER_SET_UP, served + ", " + why);
        } else {
            LOG.info("{} ended while {}: {}", served, stage, why);
        }
        boolean gone = why == SessionException.Code.CONNECTION_LOST || why == SessionException.Code.TIMED_OUT;
        if (why == SessionException.Code.MALFORMED_MESSAGE || why == SessionException.Code.CHEATED) {
            served.gate.brokeProtocol();
        } else if (gone && (stage == ServerSession.Stage.SETTING_UP || stage == ServerSession.Stage.INFERENCE)) {
            served.gate.abandoned();
        }
    }

    private void ended(Served served) {
        served.gate.leave();
        served.link.close();
        synchronized (open) {
            open.remove(served);
            leaving.remove(served);
        }
        served.over.countDown();
    }

    /** Hears the greeting out first: closing on unread bytes would reset the connection and lose the answer. */
    private void refuse(Link link, QuietLog.Notice why) {
        quietLog.say(why, link.peer().name());
        try {
            byte[] greeting = link.receive(GREETING_TIMEOUT).payload();
            int version = WireJson.protocolVersion(greeting).orElse(0);
            Refused.Reason reason = why == QuietLog.Notice.STOPPING ? Refused.Reason.STOPPING : Refused.Reason.BUSY;
            Refused answer = new Refused(reason, RETRY_AFTER_SECONDS);
            listener.heard(new ServerEvent.SessionRefused(0, link.peer(), answer));
            byte[] refusal = WireJson.write(answer.readableBy(version));
            link.send(new Frame(FrameType.REFUSED, refusal), GREETING_TIMEOUT);
        } catch (RuntimeException unexpected) {
            LOG.error("a refusal failed", unexpected);
        } catch (SessionException gone) {
            LOG.debug("a refused client had already gone: {}", gone.code());
        } finally {
            link.close();
        }
    }

    /** Opens a session within the process and returns the client's end of its link. */
    public Link connectInProcess() {
        LoopbackLink.Pair pair = LoopbackLink.pair();
        accept(pair.first());
        return pair.second();
    }

    /** Ends every session, telling its client why, and refuses new ones. */
    @Override
    public void close() {
        List<Served> ending;
        synchronized (open) {
            stopping = true;
            ending = new ArrayList<>(open);
            ending.addAll(leaving);
        }
        Refused farewell = new Refused(Refused.Reason.STOPPING, RETRY_AFTER_SECONDS);
        ending.forEach(served -> served.session.end(farewell));
        long end = settings.nanoTime().getAsLong() + STOP_TIMEOUT.toNanos();
        try {
            for (Served served : ending) {
                long left = end - settings.nanoTime().getAsLong();
                if (!served.over.await(Math.max(0, left), TimeUnit.NANOSECONDS)) {
                    LOG.warn("{} is still computing and is cut off", served);
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            ending.forEach(served -> served.link.close());
        }
    }

    /** A session with its link, and whether it is over. */
    private static final class Served {
        private final Link link;
        private final ServerSession session;
        private final SetUps.Gate gate;
        private final long number;
        private final CountDownLatch over = new CountDownLatch(1);

        Served(Link link, ServerSession session, SetUps.Gate gate, long number) {
            this.link = link;
            this.session = session;
            this.gate = gate;
            this.number = number;
        }

        /** Number and peer, as logs name it. */
        @Override
        public String toString() {
            return "session " + number + " of " + link.peer();
        }
    }
}
