package gazelle.protocol.session;

import gazelle.protocol.model.QuantisedTensor;
import gazelle.protocol.wire.ModelOffer;
import gazelle.protocol.wire.SessionException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client whose sessions follow one another, as one garbling offset serves few inferences ({@link DeltaBudget}): the next session is set
 * up in the background while the last inference but one of the present one is looked at, so that nobody waits for its keys.
 *
 * <p>One thread uses a client; any thread may {@link #stop} it. After an exception the present session is over, as with
 * {@link GazelleClient}.
 */
public final class RenewingClient implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RenewingClient.class);

    /** With so many inferences left, the next session is set up. */
    private static final int RENEWED_AT = 1;

    private static final Duration BEFORE_LAST_TRY = Duration.ofMillis(500);

    private final Connector connector;
    private GazelleClient current;
    private @Nullable Renewal renewal;
    private boolean stopped;

    /** Opens one more session with the same server. */
    @FunctionalInterface
    public interface Connector {
        /**
         * Connects and greets.
         *
         * @throws SessionException if the server cannot be reached or refuses, or {@code STOPPED} if the thread is interrupted
         */
        GazelleClient connect() throws SessionException;
    }

    private RenewingClient(Connector connector, GazelleClient first) {
        this.connector = connector;
        this.current = first;
    }

    /**
     * Opens the first session; an interrupt of the thread stops it.
     *
     * @param connector used again for every later session, on a thread of its own
     * @throws SessionException if the server cannot be reached or refuses
     */
    public static RenewingClient open(Connector connector) throws SessionException {
        return new RenewingClient(connector, connector.connect());
    }

    /** Returns the present session, for what does not outlive it: its set-up times and bytes. */
    public synchronized GazelleClient session() {
        return current;
    }

    /** Returns the models that the server offers. */
    public List<ModelOffer> models() {
        return session().models();
    }

    /**
     * Returns the offer of that name.
     *
     * @throws SessionException {@code UNKNOWN_MODEL} if there is none; the session stays open
     */
    public ModelOffer model(String name) throws SessionException {
        return session().model(name);
    }

    /**
     * Sets the present session up; {@link #classify} does it if nobody did.
     *
     * @param listener told of pauses
     */
    public void prepare(InferenceListener listener) throws SessionException {
        session().prepare(listener);
    }

    /**
     * Classifies one image privately, in the next session if that is ready or the present one is spent.
     *
     * @see GazelleClient#classify
     */
    public InferenceReport classify(String model, QuantisedTensor input, InferenceListener listener)
            throws SessionException {
        takeOver(model, listener);
        GazelleClient session = session();
        InferenceReport report = session.classify(model, input, listener);
        if (session.inferencesLeft(model) <= RENEWED_AT) {
            renew();
        }
        return report;
    }

    /** Returns whether the next session stands ready, for tests. */
    synchronized boolean isNextReady() {
        return renewal != null && renewal.isReady();
    }

    private synchronized void renew() {
        if (renewal == null && !stopped) {
            renewal = new Renewal();
            renewal.start(connector);
        }
    }

    /** Goes on with the next session where that is ready, or waits for it where the present one is spent. */
    private void takeOver(String model, InferenceListener listener) throws SessionException {
        Renewal next;
        boolean spent = session().inferencesLeft(model) == 0;
        synchronized (this) {
            next = renewal;
        }
        if (!spent && (next == null || !next.isReady())) {
            return;
        }
        GazelleClient ready = next == null ? null : prepared(listener);
        if (ready == null && spent) {
            // A server with no room for two sessions of one client may have room for the second one alone.
            session().close();
            renew();
            ready = prepared(listener);
        }
        if (ready == null && spent) {
            // It may have been about to notice that the first one was over.
            pause();
            renew();
            ready = renewed(listener);
        }
        if (ready != null) {
            follow(ready);
        }
    }

    private static void pause() throws SessionException {
        try {
            Thread.sleep(BEFORE_LAST_TRY);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw SessionException.stopped();
        }
    }

    private GazelleClient renewed(InferenceListener listener) throws SessionException {
        Renewal next;
        synchronized (this) {
            next = renewal;
        }
        if (next == null) {
            throw SessionException.stopped();
        }
        try {
            return next.await(listener);
        } finally {
            synchronized (this) {
                renewal = null;
            }
        }
    }

    /** Waits for the next session; null if it could not be prepared. */
    private @Nullable GazelleClient prepared(InferenceListener listener) throws SessionException {
        try {
            return renewed(listener);
        } catch (SessionException failed) {
            if (failed.code() == SessionException.Code.STOPPED) {
                throw failed;
            }
            LOG.debug("the next session could not be prepared: {}", failed.code());
            return null;
        }
    }

    private void follow(GazelleClient next) throws SessionException {
        GazelleClient before;
        boolean over;
        synchronized (this) {
            before = current;
            over = stopped;
            current = next;
        }
        boolean same = next.models().equals(before.models());
        before.close();
        if (over) {
            next.stop();
            throw SessionException.stopped();
        }
        if (!same) {
            throw new SessionException(
                    SessionException.Code.SESSION_ENDED,
                    "The server's models have changed. Nothing was classified. Connect again.");
        }
    }

    /** Stops whatever runs, from any thread; a running call ends with {@code STOPPED}. */
    public void stop() {
        GazelleClient session;
        Renewal next;
        synchronized (this) {
            stopped = true;
            session = current;
            next = renewal;
        }
        session.stop();
        if (next != null) {
            next.cancel();
        }
    }

    /** Says goodbye and wipes every secret. */
    @Override
    public void close() {
        Renewal next;
        synchronized (this) {
            stopped = true;
            next = renewal;
            renewal = null;
        }
        if (next != null) {
            next.cancel();
        }
        session().close();
    }

    /** The next session while it is being set up. */
    private static final class Renewal {
        private final CompletableFuture<GazelleClient> session = new CompletableFuture<>();
        private final StoppableWork work = new StoppableWork();

        /** Told of the pauses of this session; the listener of the call that waits for it. */
        private volatile InferenceListener waiting = InferenceListener.NONE;

        /** Begins; where the system gives no thread, the session is one that failed. */
        void start(Connector connector) {
            try {
                Thread.ofPlatform().name("next-session").daemon().start(() -> run(connector));
            } catch (OutOfMemoryError noThread) {
                LOG.warn("the system gives no thread for the next session");
                session.completeExceptionally(SessionException.lost());
            }
        }

        private void run(Connector connector) {
            try {
                GazelleClient opened = work.run(() -> connectAndPrepare(connector));
                if (!session.complete(opened)) {
                    opened.close();
                }
            } catch (SessionException failed) {
                session.completeExceptionally(failed);
            } catch (RuntimeException | Error unexpected) {
                // Whoever waits must not wait for ever.
                LOG.error("the next session could not be prepared", unexpected);
                session.completeExceptionally(SessionException.lost());
            }
        }

        private GazelleClient connectAndPrepare(Connector connector) throws SessionException {
            GazelleClient client = connector.connect();
            boolean ready = false;
            try {
                client.prepare(new ForwardingInferenceListener(() -> waiting) {});
                ready = true;
                return client;
            } finally {
                if (!ready) {
                    client.close();
                }
            }
        }

        boolean isReady() {
            return session.isDone();
        }

        GazelleClient await(InferenceListener listener) throws SessionException {
            waiting = listener;
            try {
                return session.get();
            } catch (InterruptedException interrupted) {
                cancel();
                Thread.currentThread().interrupt();
                throw SessionException.stopped();
            } catch (ExecutionException failed) {
                throw failed.getCause() instanceof SessionException problem ? problem : SessionException.lost();
            }
        }

        /** Ends the session, whether it is ready or still being set up. */
        void cancel() {
            work.stop();
            if (!session.completeExceptionally(SessionException.stopped()) && !session.isCompletedExceptionally()) {
                GazelleClient unused = session.join();
                unused.stop();
                unused.close();
            }
        }
    }
}
