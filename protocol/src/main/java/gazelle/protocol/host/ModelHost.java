package gazelle.protocol.host;

import gazelle.protocol.model.ModelJson;
import gazelle.protocol.session.PreparedModel;
import gazelle.protocol.session.ServerListener;
import gazelle.protocol.session.ServerSession;
import gazelle.protocol.session.SessionSettings;
import gazelle.protocol.transport.Link;
import gazelle.protocol.transport.LoopbackLink;
import gazelle.protocol.wire.Frame;
import gazelle.protocol.wire.FrameType;
import gazelle.protocol.wire.ModelOffer;
import gazelle.protocol.wire.Refused;
import gazelle.protocol.wire.SessionException;
import gazelle.protocol.wire.Welcome;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one session for each link it is given, up to a limit; the rest are refused as busy. */
public final class ModelHost implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ModelHost.class);
    private static final int RETRY_AFTER_SECONDS = 10;
    private static final Duration GREETING_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(3);

    private final List<PreparedModel> models;
    private final SessionSettings settings;
    private final int maxSessions;
    private final ServerListener listener;
    private final Set<Served> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong sessionNumber = new AtomicLong();
    private volatile boolean stopping;

    /**
     * @param models what is offered
     * @param settings randomness, clock and limits of every session
     * @param maxSessions how many sessions may be open at once
     */
    public ModelHost(List<PreparedModel> models, SessionSettings settings, int maxSessions) {
        this(models, settings, maxSessions, ServerListener.NONE);
    }

    /**
     * @param listener told of every session's inferences
     */
    public ModelHost(List<PreparedModel> models, SessionSettings settings, int maxSessions, ServerListener listener) {
        if (maxSessions < 1) {
            throw new IllegalArgumentException("maxSessions: " + maxSessions + " (expected: at least 1)");
        }
        if (models.size() > Welcome.MAX_MODELS) {
            throw new IllegalArgumentException(
                    "models: " + models.size() + " (expected: at most " + Welcome.MAX_MODELS + ")");
        }
        this.models = List.copyOf(models);
        this.settings = settings;
        this.maxSessions = maxSessions;
        this.listener = listener;
    }

    /** What is offered. */
    public List<ModelOffer> offers() {
        return models.stream().map(PreparedModel::offer).toList();
    }

    /** How many sessions are open. */
    public int openSessions() {
        return open.size();
    }

    /** Serves a client over {@code link} on a thread of its own, or refuses it; never blocks. */
    public void accept(Link link) {
        long number;
        Served served;
        synchronized (open) {
            if (stopping || open.size() >= maxSessions) {
                Refused.Reason reason = stopping ? Refused.Reason.STOPPING : Refused.Reason.BUSY;
                Thread.ofVirtual().name("refusal").start(() -> refuse(link, reason));
                return;
            }
            number = sessionNumber.incrementAndGet();
            served = new Served(link, new ServerSession(link, models, settings, listener), number);
            open.add(served);
        }
        Thread thread = Thread.ofPlatform().name("session-" + number).daemon().unstarted(() -> serve(served));
        try {
            thread.start();
        } catch (OutOfMemoryError noThread) {
            LOG.error("session {}: the system gives no thread", number);
            ended(served);
        }
    }

    private void serve(Served served) {
        long number = served.number;
        LOG.info("session {} opened", number);
        try {
            int inferences = served.session.run();
            LOG.info("session {} closed by the client after {} inferences", number, inferences);
        } catch (SessionException ended) {
            LOG.info("session {} ended: {}", number, ended.code());
        } catch (RuntimeException unexpected) {
            LOG.error("session {} failed", number, unexpected);
        } finally {
            ended(served);
        }
    }

    private void ended(Served served) {
        served.link.close();
        open.remove(served);
        served.over.countDown();
    }

    /** Hears the greeting out first: closing on unread bytes would reset the connection and lose the answer. */
    private static void refuse(Link link, Refused.Reason reason) {
        try {
            link.receive(GREETING_TIMEOUT);
            byte[] refusal = ModelJson.writeMessage(new Refused(reason, RETRY_AFTER_SECONDS));
            link.send(new Frame(FrameType.REFUSED, refusal), GREETING_TIMEOUT);
        } catch (SessionException gone) {
            LOG.debug("a refused client had already gone: {}", gone.code());
        } finally {
            link.close();
        }
    }

    /** A client's link to this host within the process. */
    public Link connectInProcess() {
        LoopbackLink.Pair pair = LoopbackLink.pair();
        accept(pair.first());
        return pair.second();
    }

    /** Ends every session, telling its client why, and refuses new ones. */
    @Override
    public void close() {
        synchronized (open) {
            stopping = true;
        }
        Refused farewell = new Refused(Refused.Reason.STOPPING, RETRY_AFTER_SECONDS);
        List<Served> ending = List.copyOf(open);
        ending.forEach(served -> served.session.end(farewell));
        long end = settings.nanoTime().getAsLong() + STOP_TIMEOUT.toNanos();
        try {
            for (Served served : ending) {
                long left = end - settings.nanoTime().getAsLong();
                if (!served.over.await(Math.max(0, left), TimeUnit.NANOSECONDS)) {
                    LOG.warn("session {} is still computing and is cut off", served.number);
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
        private final long number;
        private final CountDownLatch over = new CountDownLatch(1);

        Served(Link link, ServerSession session, long number) {
            this.link = link;
            this.session = session;
            this.number = number;
        }
    }
}
