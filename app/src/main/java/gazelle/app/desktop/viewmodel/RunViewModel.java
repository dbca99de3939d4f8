package gazelle.app.desktop.viewmodel;

import gazelle.app.service.GivenConsents;
import gazelle.app.service.PreparedSlice;
import gazelle.app.service.ReusableSession;
import gazelle.app.service.ReusableSession.SetUp;
import gazelle.protocol.cost.InferenceCost;
import gazelle.protocol.cost.ProgressEstimate;
import gazelle.protocol.meter.Phase;
import gazelle.protocol.model.Layer;
import gazelle.protocol.profile.LinkProfile;
import gazelle.protocol.session.InferenceReport;
import gazelle.protocol.session.LayerReport;
import gazelle.protocol.session.SessionSettings;
import gazelle.protocol.step.InferencePlan;
import gazelle.protocol.transport.tls.KeyFingerprint;
import gazelle.protocol.wire.ModelOffer;
import gazelle.protocol.wire.SessionException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one private classification at a time with the server in use, and can stop it. */
public final class RunViewModel implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunViewModel.class);
    private static final String UNEXPECTED =
            "An unexpected error ended the run. No result was produced; only protected "
                    + "data had been sent. Start again, and tell the program's developers if it happens again.";

    private final Executor background;
    private final Executor ui;
    private final SessionSettings settings;
    private final GivenConsents consents;
    private final ObservableList<ModelOffer> offers = FXCollections.observableArrayList();
    private final ObservableList<LayerRow> layers = FXCollections.observableArrayList();
    private final ObservableList<ModelOffer> offersView = FXCollections.unmodifiableObservableList(offers);
    private final ObservableList<LayerRow> layersView = FXCollections.unmodifiableObservableList(layers);
    private final ReadOnlyObjectWrapper<RunState> state =
            new ReadOnlyObjectWrapper<>(this, "state", new RunState.Offline());
    private final ReadOnlyObjectWrapper<@Nullable ModelOffer> offer = new ReadOnlyObjectWrapper<>(this, "offer", null);
    private final ReadOnlyObjectWrapper<@Nullable SliceResult> result =
            new ReadOnlyObjectWrapper<>(this, "result", null);
    private final ReadOnlyObjectWrapper<@Nullable ConsentQuestion> consent =
            new ReadOnlyObjectWrapper<>(this, "consent", null);
    private final ReadOnlyDoubleWrapper progress = new ReadOnlyDoubleWrapper(this, "progress", 0);
    private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper(this, "busy", false);
    private final ReadOnlyObjectWrapper<RunFigures> figures =
            new ReadOnlyObjectWrapper<>(this, "figures", RunFigures.NONE);
    private final PauseNotice pause;
    private ProgressEstimate estimate = new ProgressEstimate(List.of());
    private long layerBegan;
    private @Nullable ReusableSession session;
    private @Nullable Run current;
    private @Nullable Run waiting;

    /**
     * @param background where inferences run; must not be the thread of {@code ui}
     * @param ui where properties change and where this object is used
     * @param settings the clock of the sessions
     * @param consents what the user agreed to before
     */
    public RunViewModel(Executor background, Executor ui, SessionSettings settings, GivenConsents consents) {
        this.background = background;
        this.ui = ui;
        this.settings = settings;
        this.consents = consents;
        this.pause = new PauseNotice(settings.nanoTime());
        state.subscribe(now -> busy.set(now.isBusy()));
    }

    /** Asks this server from now on; the first of its models is chosen. */
    void attach(ReusableSession attached, List<ModelOffer> offered) {
        session = attached;
        offers.setAll(offered);
        state.set(new RunState.Ready());
        choose(offers.getFirst());
    }

    /** Asks no server any more; a run under way is stopped. The slice and the last result stay. */
    void detach(RunState why) {
        stop();
        current = null;
        consent.set(null);
        pause.end();
        ReusableSession before = session;
        session = null;
        if (before != null) {
            background.execute(before::close);
        }
        offer.set(null);
        offers.clear();
        layers.clear();
        progress.set(0);
        state.set(why);
    }

    /** Chooses the model to ask; not while a run is under way. */
    public void choose(ModelOffer model) {
        if (state.get().isBusy()) {
            throw new IllegalStateException("offer: cannot change during a run");
        }
        offer.set(model);
        estimate = ProgressEstimate.of(InferenceCost.of(InferencePlan.of(model.network(), LinkProfile.WAN)));
        showLayers(model);
    }

    /**
     * Classifies a slice, or asks for consent first; does nothing while a run is under way or no server is in use.
     *
     * @param slice what is shown
     * @param prepared what the model sees of it
     */
    public void classify(OpenSlice slice, PreparedSlice prepared) {
        ReusableSession ready = session;
        ModelOffer model = offer.get();
        if (ready == null || model == null || state.get().isBusy()) {
            return;
        }
        Run run = new Run(ready, model, slice, prepared);
        Optional<KeyFingerprint> server = ready.source().key();
        if (server.isPresent() && !consents.contains(server.get(), model.card().name())) {
            waiting = run;
            consent.set(new ConsentQuestion(ready.source().place(), model.card().title()));
            return;
        }
        start(run);
    }

    /** Agrees to what is asked, keeps that, and starts the run that waits for it. */
    public void agree() {
        Run run = waiting;
        if (run != null && consent.get() != null) {
            run.session
                    .source()
                    .key()
                    .ifPresent(server -> consents.add(server, run.model.card().name()));
            decline();
            start(run);
        }
    }

    /** Sends nothing. */
    public void decline() {
        waiting = null;
        consent.set(null);
    }

    private void start(Run run) {
        showLayers(run.model);
        result.set(null);
        state.set(new RunState.Preparing(RunState.Work.SESSION));
        current = run;
        background.execute(run::classify);
    }

    /** Stops the run that is under way, if any. */
    public void stop() {
        Run run = current;
        if (run != null && state.get().isBusy()) {
            state.set(new RunState.Stopping());
            run.attempt.stop();
        }
    }

    /** Brings the figures of the run and of its layer up to date; called a few times a second. */
    public void tick() {
        pause.tick();
        if (state.get() instanceof RunState.Running running
                && layers.get(running.layer()).progressProperty().get() instanceof LayerRow.Working) {
            layers.get(running.layer()).set(new LayerRow.Working(secondsSince(layerBegan)));
            showFigures(running.layer());
        }
    }

    private void showFigures(int layer) {
        Run run = current;
        if (run == null) {
            return;
        }
        figures.set(RunFigures.of(Optional.ofNullable(run.phase), layers, layer, secondsSince(layerBegan), estimate));
    }

    private void showLayers(ModelOffer model) {
        layers.setAll(model.network().layers().stream().map(LayerRow::new).toList());
        progress.set(0);
        figures.set(RunFigures.NONE);
    }

    private double secondsSince(long nanos) {
        return (settings.nanoTime().getAsLong() - nanos) * 1e-9;
    }

    private void finish(RunState last) {
        current = null;
        pause.end();
        for (LayerRow layer : layers) {
            if (!(layer.progressProperty().get() instanceof LayerRow.Finished)) {
                layer.set(new LayerRow.Abandoned());
            }
        }
        state.set(last);
    }

    /** What is told of a run that ended early; the layer, if one was under way, is part of a lost connection. */
    private RunState ending(SessionException problem) {
        return switch (problem.code()) {
            case STOPPED -> new RunState.Stopped();
            case INCOMPATIBLE -> new RunState.Incompatible(String.valueOf(problem.getMessage()));
            case UNTRUSTED_SERVER -> new RunState.Untrusted(String.valueOf(problem.getMessage()));
            case CONNECTION_LOST ->
                new RunState.Failed(
                        (state.get() instanceof RunState.Running running
                                        ? "Connection lost at layer " + (running.layer() + 1) + " of "
                                                + running.layers()
                                        : "Connection lost before the first layer")
                                + ". No result was produced; the server received only protected data.",
                        true);
            case UNREACHABLE,
                    TIMED_OUT,
                    MALFORMED_MESSAGE,
                    UNKNOWN_MODEL,
                    UNSUITABLE_INPUT,
                    REFUSED,
                    SESSION_ENDED,
                    CHEATED ->
                new RunState.Failed(
                        String.valueOf(problem.getMessage()), problem.code().retryHelps());
        };
    }

    /** One classification. */
    private final class Run implements ReusableSession.Listener {
        private final ReusableSession session;
        private final ReusableSession.Attempt attempt;
        private final ModelOffer model;
        private final OpenSlice slice;
        private final PreparedSlice prepared;
        private Optional<SetUp> setUp = Optional.empty();
        private volatile @Nullable Phase phase;

        Run(ReusableSession session, ModelOffer model, OpenSlice slice, PreparedSlice prepared) {
            this.session = session;
            this.attempt = session.attempt();
            this.model = model;
            this.slice = slice;
            this.prepared = prepared;
        }

        void classify() {
            try {
                InferenceReport report = attempt.classify(model, prepared.quantised(), this);
                String place = session.source().place();
                show(() -> succeeded(new SliceResult(slice, model.card(), place, prepared.warnings(), report, setUp)));
            } catch (SessionException problem) {
                show(() -> finish(ending(problem)));
            } catch (RuntimeException unexpected) {
                LOG.error("an inference failed unexpectedly", unexpected);
                show(() -> finish(new RunState.Failed(UNEXPECTED, true)));
            }
        }

        /** Shows something of this run, unless the server was left in the meantime. */
        private void show(Runnable change) {
            ui.execute(() -> {
                if (current == this) {
                    change.run();
                }
            });
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

        @Override
        public void sessionPrepared(SetUp took) {
            setUp = Optional.of(took);
        }

        @Override
        public void inferenceStarted(List<Layer> all) {}

        @Override
        public void layerStarted(int layer) {
            show(() -> {
                if (!(state.get() instanceof RunState.Stopping)) {
                    layerBegan = settings.nanoTime().getAsLong();
                    layers.get(layer).set(new LayerRow.Working(0));
                    state.set(new RunState.Running(layer, layers.size()));
                    showFigures(layer);
                }
            });
        }

        /** Only noted: phases change more often than anybody can read. */
        @Override
        public void phaseStarted(Phase started) {
            phase = started;
        }

        @Override
        public void stalled(Duration quiet) {
            show(() -> pause.begin(quiet));
        }

        @Override
        public void resumed(Duration lasted) {
            show(pause::end);
        }

        @Override
        public void layerFinished(int layer, LayerReport report) {
            show(() -> {
                layers.get(layer).set(new LayerRow.Finished(report));
                progress.set(estimate.doneAfter(layer + 1));
                showFigures(layer);
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

    /** The chosen model; null while no server is in use. */
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

    /** How the run goes on, while one does. */
    public ReadOnlyObjectProperty<RunFigures> figuresProperty() {
        return figures.getReadOnlyProperty();
    }

    /** That the server has sent nothing for a while; empty while it goes on. */
    public ReadOnlyStringProperty pauseProperty() {
        return pause.words();
    }

    /** Whether a run is under way. */
    public ReadOnlyBooleanProperty busyProperty() {
        return busy.getReadOnlyProperty();
    }

    /** What the user has to agree to before a run, or null. */
    public ReadOnlyObjectProperty<@Nullable ConsentQuestion> consentProperty() {
        return consent.getReadOnlyProperty();
    }

    /** Stops the run and ends the session. */
    @Override
    public void close() {
        stop();
        ReusableSession open = session;
        if (open != null) {
            open.close();
        }
    }
}
