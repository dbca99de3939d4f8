package gazelle.app.service;

import gazelle.protocol.model.Layer;
import gazelle.protocol.model.QuantisedTensor;
import gazelle.protocol.session.GazelleClient;
import gazelle.protocol.session.InferenceListener;
import gazelle.protocol.session.InferenceReport;
import gazelle.protocol.session.LayerReport;
import gazelle.protocol.wire.ModelOffer;
import gazelle.protocol.wire.SessionException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One session with a server for several images, one after another; keys and base oblivious transfers live as long as it.
 *
 * <p>After an error or a stop the session is over, and the next attempt opens a new one. A server that ended an idle session is
 * asked for a new one without bothering the user: nothing about an image had been sent on the old one.
 */
public final class ReusableSession implements AutoCloseable {
    private final ModelSource source;
    private @Nullable GazelleClient client;
    private boolean prepared;
    private boolean running;
    private boolean closed;

    /**
     * What the set-up of a session took.
     *
     * @param seconds for keys and base oblivious transfers
     * @param bytesUp sent by this program
     * @param bytesDown received by it
     */
    public record SetUp(double seconds, long bytesUp, long bytesDown) {}

    /** Told how an attempt goes on, on the attempt's own thread. */
    public interface Listener extends InferenceListener {
        /** The session was set up for this attempt; not called if it stood already. */
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
     * The models that the server offers; opens the session if none is open.
     *
     * @throws SessionException if the server cannot be reached or refuses
     */
    public List<ModelOffer> offers() throws SessionException {
        return open(new Attempt()).models();
    }

    /** Begins an attempt, which may be stopped from now on; one at a time. */
    public Attempt attempt() {
        return new Attempt();
    }

    private GazelleClient open(Attempt attempt) throws SessionException {
        synchronized (this) {
            if (closed || attempt.stopped) {
                throw SessionException.stopped();
            }
            if (client != null) {
                return client;
            }
        }
        GazelleClient fresh = source.connect();
        synchronized (this) {
            if (!closed && !attempt.stopped) {
                client = fresh;
                prepared = false;
                return fresh;
            }
        }
        fresh.close();
        throw SessionException.stopped();
    }

    private void forget() {
        GazelleClient over;
        synchronized (this) {
            over = client;
            client = null;
        }
        if (over != null) {
            over.close();
        }
    }

    /** One classification of one image. */
    public final class Attempt {
        private boolean stopped;
        private boolean started;

        private Attempt() {}

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
            boolean reused;
            synchronized (ReusableSession.this) {
                running = true;
                reused = client != null;
            }
            try {
                return run(offer, input, listener);
            } catch (SessionException gone) {
                if (!reused || started || gone.code() != SessionException.Code.CONNECTION_LOST) {
                    throw gone;
                }
                return run(offer, input, listener);
            } finally {
                boolean over;
                synchronized (ReusableSession.this) {
                    running = false;
                    over = closed;
                }
                if (over) {
                    end();
                }
            }
        }

        private InferenceReport run(ModelOffer offer, QuantisedTensor input, Listener listener)
                throws SessionException {
            GazelleClient session = open(this);
            String model = offer.card().name();
            boolean complete = false;
            try {
                if (!session.model(model).equals(offer)) {
                    throw new SessionException(
                            SessionException.Code.INCOMPATIBLE,
                            "The server has changed the model " + model
                                    + " since you connected. Nothing was sent. Connect again to see its new card.");
                }
                if (!prepared) {
                    session.prepare();
                    prepared = true;
                    listener.sessionPrepared(
                            new SetUp(session.setupSeconds(), session.setupBytesUp(), session.setupBytesDown()));
                }
                InferenceReport report = session.classify(model, input, new StartWatch(listener));
                complete = true;
                return report;
            } finally {
                if (!complete) {
                    forget();
                }
            }
        }

        /** Stops it, from any thread; its session is over. */
        public void stop() {
            synchronized (ReusableSession.this) {
                stopped = true;
                if (running && client != null) {
                    client.stop();
                }
            }
        }

        private final class StartWatch implements InferenceListener {
            private final InferenceListener listener;

            StartWatch(InferenceListener listener) {
                this.listener = listener;
            }

            @Override
            public void inferenceStarted(List<Layer> layers) {
                started = true;
                listener.inferenceStarted(layers);
            }

            @Override
            public void layerStarted(int layer) {
                listener.layerStarted(layer);
            }

            @Override
            public void layerFinished(int layer, LayerReport report) {
                listener.layerFinished(layer, report);
            }
        }
    }

    /** Ends the session and frees the server; an attempt under way ends with {@code STOPPED}. */
    @Override
    public void close() {
        boolean idle;
        synchronized (this) {
            closed = true;
            idle = !running;
            if (!idle && client != null) {
                client.stop();
            }
        }
        if (idle) {
            end();
        }
    }

    private void end() {
        forget();
        source.close();
    }
}
