package gazelle.app.service;

import gazelle.protocol.model.Layer;
import gazelle.protocol.model.QuantisedTensor;
import gazelle.protocol.profile.LinkProfile;
import gazelle.protocol.session.ForwardingInferenceListener;
import gazelle.protocol.session.GazelleClient;
import gazelle.protocol.session.InferenceListener;
import gazelle.protocol.session.InferenceReport;
import gazelle.protocol.session.RenewingClient;
import gazelle.protocol.session.StoppableWork;
import gazelle.protocol.wire.ModelOffer;
import gazelle.protocol.wire.SessionException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One session with a server for several images, one after another; keys and base oblivious transfers live as long as it. They are
 * exchanged as soon as it is opened: a server gives a client that only asks for its models no more than seconds.
 *
 * <p>After an error or a stop the session is over, and the next attempt opens a new one. A server that ended the session between two
 * images (idle for too long, its keys spent, restarted) is asked for a new one, with new keys, without bothering the user: nothing
 * about the next image had been sent on the old one.
 */
public final class ReusableSession implements AutoCloseable {
    private final ModelSource source;
    private @Nullable RenewingClient client;
    private @Nullable Attempt running;

    /** The last session whose set-up a listener was told of. */
    private @Nullable GazelleClient told;

    private boolean closed;

    /**
     * The cost of setting up a session.
     *
     * @param seconds for keys and base oblivious transfers
     * @param bytesUp sent by this program
     * @param bytesDown received by it
     */
    public record SetUp(double seconds, long bytesUp, long bytesDown) {}

    /** Told how an attempt goes on, on the attempt's own thread. */
    public interface Listener extends InferenceListener {
        /**
         * Tells of a session that was set up since the last attempt or for this one, once for each session that an attempt uses: of one
         * that stood before the image, at the beginning; of one that followed a spent one, with the result.
         */
        void sessionPrepared(SetUp setUp);
    }

    /**
     * @param source the server; closed with this session
     */
    public ReusableSession(ModelSource source) {
        this.source = source;
    }

    /** The server. */
    public ModelSource source() {
        return source;
    }

    /**
     * Returns the server's models that can be asked about a slice; opens the session if none is open and sets it up, which an
     * interrupt stops.
     *
     * @throws SessionException if the server cannot be reached or refuses; {@code INCOMPATIBLE} if none of its models takes slices
     *     or can be computed
     */
    public SliceModels sliceModels() throws SessionException {
        RenewingClient sessions = open(InferenceListener.NONE);
        return SliceModels.among(sessions.models(), sessions.session()::cost);
    }

    /**
     * The offer of that name; opens the session if none is open, which an interrupt stops.
     *
     * @throws SessionException {@code UNKNOWN_MODEL} if there is none, or if the server cannot be reached or refuses
     */
    public ModelOffer offer(String name) throws SessionException {
        return open(InferenceListener.NONE).model(name);
    }

    /** Begins an attempt, which may be stopped from now on; one at a time. */
    public Attempt attempt() {
        return new Attempt();
    }

    /** The session; a new one is set up at once, and {@code listener} told where that has to wait for the server. */
    private RenewingClient open(InferenceListener listener) throws SessionException {
        synchronized (this) {
            if (closed) {
                throw SessionException.stopped();
            }
            if (client != null) {
                return client;
            }
        }
        RenewingClient fresh = RenewingClient.open(source::connect);
        boolean kept = false;
        try {
            fresh.prepare(listener);
            synchronized (this) {
                if (closed) {
                    throw SessionException.stopped();
                }
                client = fresh;
                kept = true;
                return fresh;
            }
        } finally {
            if (!kept) {
                fresh.close();
            }
        }
    }

    /** Returns the set-up of the session in use, unless it was returned before: one session follows another unasked. */
    private synchronized Optional<SetUp> takeUntold(RenewingClient sessions) {
        GazelleClient used = sessions.session();
        if (used.equals(told)) {
            return Optional.empty();
        }
        told = used;
        return Optional.of(new SetUp(used.setupSeconds(), used.setupBytesUp(), used.setupBytesDown()));
    }

    private synchronized boolean isOpen() {
        return client != null;
    }

    /** Returns whether a session ended in a way that says nothing about the next one. */
    private static boolean mayBeReopened(SessionException.Code code) {
        return switch (code) {
            case CONNECTION_LOST, SESSION_ENDED, REFUSED -> true;
            case UNREACHABLE, UNTRUSTED_SERVER, TIMED_OUT, MALFORMED_MESSAGE -> false;
            case INCOMPATIBLE, UNKNOWN_MODEL, UNSUITABLE_INPUT, CHEATED, STOPPED -> false;
        };
    }

    private void forget() {
        RenewingClient over;
        synchronized (this) {
            over = client;
            client = null;
            told = null;
        }
        if (over != null) {
            over.close();
        }
    }

    /** One classification of one image. */
    public final class Attempt {
        private final StoppableWork work = new StoppableWork();
        private boolean started;
        private volatile @Nullable LinkProfile link;
        private volatile @Nullable SetUp setUp;

        private Attempt() {}

        /** Returns the forms of the protocol that it used; empty while there is no session. */
        public Optional<LinkProfile> link() {
            return Optional.ofNullable(link);
        }

        /** Returns the set-up of the session that it used, if that was set up since the last attempt. */
        public Optional<SetUp> setUp() {
            return Optional.ofNullable(setUp);
        }

        private void tellOfSetUp(RenewingClient session, Listener listener) {
            link = session.session().profile();
            takeUntold(session).ifPresent(took -> {
                setUp = took;
                listener.sessionPrepared(took);
            });
        }

        /**
         * Classifies an image privately.
         *
         * @param offer the model, as the server offered it when it was chosen
         * @param input the quantised image
         * @param listener told of the set-up and of each layer
         * @throws SessionException if there is no result
         */
        public InferenceReport classify(ModelOffer offer, QuantisedTensor input, Listener listener)
                throws SessionException {
            synchronized (ReusableSession.this) {
                running = this;
            }
            try {
                return work.run(() -> runReopening(offer, input, listener));
            } finally {
                boolean over;
                synchronized (ReusableSession.this) {
                    running = null;
                    over = closed;
                }
                if (over) {
                    end();
                }
            }
        }

        private InferenceReport runReopening(ModelOffer offer, QuantisedTensor input, Listener listener)
                throws SessionException {
            boolean reused = isOpen();
            try {
                return run(offer, input, listener);
            } catch (SessionException gone) {
                if (!reused || started || !mayBeReopened(gone.code())) {
                    throw gone;
                }
                return run(offer, input, listener);
            }
        }

        private InferenceReport run(ModelOffer offer, QuantisedTensor input, Listener listener)
                throws SessionException {
            StartWatch watch = new StartWatch(listener);
            RenewingClient session = open(watch);
            String model = offer.card().name();
            boolean complete = false;
            try {
                if (!session.model(model).equals(offer)) {
                    throw new SessionException(
                            SessionException.Code.INCOMPATIBLE,
                            "The server has changed the model " + model
                                    + " since you connected. Nothing was sent. Connect again to see its new card.");
                }
                tellOfSetUp(session, listener);
                InferenceReport report = session.classify(model, input, watch);
                tellOfSetUp(session, listener);
                complete = true;
                return report;
            } finally {
                if (!complete) {
                    forget();
                }
            }
        }

        /** Stops it, from any thread, whether it connects, waits or computes; its session is over. */
        public void stop() {
            work.stop();
            synchronized (ReusableSession.this) {
                if (equals(running) && client != null) {
                    client.stop();
                }
            }
        }

        private final class StartWatch extends ForwardingInferenceListener {
            StartWatch(InferenceListener listener) {
                super(listener);
            }

            @Override
            public void inferenceStarted(List<Layer> layers) {
                started = true;
                super.inferenceStarted(layers);
            }
        }
    }

    /** Ends the session and frees the server; an attempt under way ends with {@code STOPPED}. */
    @Override
    public void close() {
        Attempt current;
        synchronized (this) {
            closed = true;
            current = running;
        }
        if (current == null) {
            end();
        } else {
            current.stop();
        }
    }

    private void end() {
        forget();
        source.close();
    }
}
