package gazelle.app.desktop.viewmodel;

import gazelle.app.service.EmbeddedServer;
import gazelle.app.service.LayerWeights;
import gazelle.app.service.PreparedSlice;
import gazelle.app.service.UnusableModelsException;
import gazelle.protocol.session.GazelleClient;
import gazelle.protocol.session.InferenceListener;
import gazelle.protocol.session.InferenceReport;
import gazelle.protocol.session.LayerReport;
import gazelle.protocol.session.SessionSettings;
import gazelle.protocol.wire.ModelOffer;
import gazelle.protocol.wire.SessionException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executor;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads the models, runs one private classification at a time, and can stop it. */
public final class RunViewModel implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunViewModel.class);
    private static final String UNEXPECTED =
            "An unexpected error ended the run. No result was produced; only protected "
                    + "data had been sent. Start again, and tell the program's developers if it happens again.";

    private final Executor background;
    private final Executor ui;
    private final SessionSettings settings;
    private final ObservableList<ModelOffer> offers = FXCollections.observableArrayList();
    private final ObservableList<LayerRow> layers = FXCollections.observableArrayList();
    private final ObservableList<ModelOffer> offersView = FXCollections.unmodifiableObservableList(offers);
    private final ObservableList<LayerRow> layersView = FXCollections.unmodifiableObservableList(layers);
    private final ReadOnlyObjectWrapper<RunState> state =
            new ReadOnlyObjectWrapper<>(this, "state", new RunState.Preparing());
    private final ReadOnlyObjectWrapper<@Nullable ModelOffer> offer = new ReadOnlyObjectWrapper<>(this, "offer", null);
    private final ReadOnlyObjectWrapper<@Nullable SliceResult> result =
            new ReadOnlyObjectWrapper<>(this, "result", null);
    private final ReadOnlyDoubleWrapper progress = new ReadOnlyDoubleWrapper(this, "progress", 0);
    private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper(this, "busy", false);
    private LayerWeights weights = new LayerWeights(List.of());
    private long layerBegan;
    private volatile @Nullable EmbeddedServer server;
    private @Nullable Run current;

    /**
     * @param background where models are loaded and inferences run; must not be the thread of {@code ui}
     * @param ui where properties change and where this object is used
     * @param settings randomness, clock and time-out of the sessions
     */
    public RunViewModel(Executor background, Executor ui, SessionSettings settings) {
        this.background = background;
        this.ui = ui;
        this.settings = settings;
        state.subscribe(now -> busy.set(now.isBusy()));
    }

    /** Loads the models of a folder and starts the server inside this program. */
    public void load(Path models) {
        state.set(new RunState.Preparing());
        background.execute(() -> {
            try {
                EmbeddedServer loaded = EmbeddedServer.load(models, settings);
                server = loaded;
                ui.execute(() -> {
                    offers.setAll(loaded.offers());
                    state.set(new RunState.Ready());
                    choose(offers.getFirst());
                });
            } catch (UnusableModelsException unusable) {
                ui.execute(() -> state.set(new RunState.Failed(String.valueOf(unusable.getMessage()), false)));
            }
        });
    }

    /** Chooses the model to ask; not while a run is under way. */
    public void choose(ModelOffer model) {
        if (state.get().isBusy()) {
            throw new IllegalStateException("offer: cannot change during a run");
        }
        offer.set(model);
        weights = LayerWeights.of(model.network());
        showLayers(model);
    }

    /** Classifies a slice; does nothing while a run is under way or no model is loaded. */
    public void classify(OpenSlice slice, PreparedSlice prepared) {
        EmbeddedServer ready = server;
        ModelOffer model = offer.get();
        if (ready == null || model == null || state.get().isBusy()) {
            return;
        }
        showLayers(model);
        result.set(null);
        state.set(new RunState.Connecting());
        Run run = new Run(ready, model, slice, prepared);
        current = run;
        background.execute(run::classify);
    }

    /** Stops the run that is under way, if any. */
    public void stop() {
        Run run = current;
        if (run != null && state.get().isBusy()) {
            state.set(new RunState.Stopping());
            run.stop();
        }
    }

    /** Brings the time of the layer under way up to date; called a few times a second. */
    public void tick() {
        if (state.get() instanceof RunState.Running running
                && layers.get(running.layer()).progressProperty().get() instanceof LayerRow.Working) {
            layers.get(running.layer()).set(new LayerRow.Working(secondsSince(layerBegan)));
        }
    }

    private void showLayers(ModelOffer model) {
        layers.setAll(model.network().layers().stream().map(LayerRow::new).toList());
        progress.set(0);
    }

    private double secondsSince(long nanos) {
        return (settings.nanoTime().getAsLong() - nanos) * 1e-9;
    }

    private void finish(RunState last) {
        current = null;
        for (LayerRow layer : layers) {
            if (!(layer.progressProperty().get() instanceof LayerRow.Finished)) {
                layer.set(new LayerRow.Abandoned());
            }
        }
        state.set(last);
    }

    /** One classification: a session of its own, ended with it. */
    private final class Run implements InferenceListener {
        private final EmbeddedServer source;
        private final ModelOffer model;
        private final OpenSlice slice;
        private final PreparedSlice prepared;
        private @Nullable GazelleClient client;
        private boolean stopped;

        Run(EmbeddedServer source, ModelOffer model, OpenSlice slice, PreparedSlice prepared) {
            this.source = source;
            this.model = model;
            this.slice = slice;
            this.prepared = prepared;
        }

        void classify() {
            try (GazelleClient session = source.connect()) {
                if (!take(session)) {
                    throw SessionException.stopped();
                }
                session.prepare();
                InferenceReport report = session.classify(model.card().name(), prepared.quantised(), this);
                ui.execute(() -> succeeded(new SliceResult(slice, model.card(), report)));
            } catch (SessionException problem) {
                ui.execute(() -> finish(
                        problem.code() == SessionException.Code.STOPPED
                                ? new RunState.Stopped()
                                : new RunState.Failed(
                                        String.valueOf(problem.getMessage()),
                                        problem.code().retryHelps())));
            } catch (RuntimeException unexpected) {
                LOG.error("an inference failed unexpectedly", unexpected);
                ui.execute(() -> finish(new RunState.Failed(UNEXPECTED, true)));
            }
        }

        private void succeeded(SliceResult answer) {
            // The answer may have been on its way when the user stopped: what was promised is that there is none.
            if (state.get() instanceof RunState.Stopping) {
                finish(new RunState.Stopped());
                return;
            }
            progress.set(1);
            result.set(answer);
            finish(new RunState.Done(answer));
        }

        private synchronized boolean take(GazelleClient session) {
            client = session;
            return !stopped;
        }

        synchronized void stop() {
            stopped = true;
            if (client != null) {
                client.stop();
            }
        }

        @Override
        public void layerStarted(int layer) {
            ui.execute(() -> {
                if (!(state.get() instanceof RunState.Stopping)) {
                    layerBegan = settings.nanoTime().getAsLong();
                    layers.get(layer).set(new LayerRow.Working(0));
                    state.set(new RunState.Running(layer, layers.size()));
                }
            });
        }

        @Override
        public void layerFinished(int layer, LayerReport report) {
            ui.execute(() -> {
                layers.get(layer).set(new LayerRow.Finished(report));
                progress.set(weights.doneAfter(layer + 1));
            });
        }
    }

    /** The models that can be asked. */
    public ObservableList<ModelOffer> offers() {
        return offersView;
    }

    /** The layers of the chosen model with their progress. */
    public ObservableList<LayerRow> layers() {
        return layersView;
    }

    /** Where the program stands. */
    public ReadOnlyObjectProperty<RunState> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /** The chosen model; null until it is loaded. */
    public ReadOnlyObjectProperty<@Nullable ModelOffer> offerProperty() {
        return offer.getReadOnlyProperty();
    }

    /** The last result, or null. */
    public ReadOnlyObjectProperty<@Nullable SliceResult> resultProperty() {
        return result.getReadOnlyProperty();
    }

    /** How much of the run is done, 0 to 1, by estimated cost. */
    public ReadOnlyDoubleProperty progressProperty() {
        return progress.getReadOnlyProperty();
    }

    /** Whether a run is under way. */
    public ReadOnlyBooleanProperty busyProperty() {
        return busy.getReadOnlyProperty();
    }

    /** Stops the run and the server inside the program. */
    @Override
    public void close() {
        stop();
        EmbeddedServer running = server;
        if (running != null) {
            running.close();
        }
    }
}
