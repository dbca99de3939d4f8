package gazelle.app.desktop.viewmodel;

import gazelle.app.desktop.viewmodel.DesktopState.Done;
import gazelle.app.desktop.viewmodel.DesktopState.Failed;
import gazelle.app.desktop.viewmodel.DesktopState.Preparing;
import gazelle.app.desktop.viewmodel.DesktopState.Running;
import gazelle.app.desktop.viewmodel.DesktopState.Stopped;
import gazelle.app.desktop.viewmodel.DesktopState.Stopping;
import gazelle.app.desktop.viewmodel.DesktopState.WithServer;
import gazelle.app.record.ClassificationRecord;
import gazelle.app.record.ClassificationRecord.NoAnswer;
import gazelle.app.record.Recorder;
import gazelle.app.record.Sha256;
import gazelle.app.service.GivenConsents;
import gazelle.app.service.PlannedOffer;
import gazelle.app.service.PreparedSlice;
import gazelle.app.service.ReusableSession;
import gazelle.app.service.ReusableSession.SetUp;
import gazelle.protocol.meter.Phase;
import gazelle.protocol.model.Layer;
import gazelle.protocol.session.InferenceReport;
import gazelle.protocol.session.LayerReport;
import gazelle.protocol.transport.tls.KeyFingerprint;
import gazelle.protocol.wire.ModelOffer;
import gazelle.protocol.wire.SessionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import javafx.beans.binding.BooleanExpression;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
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
    private final StateModel state;
    private final GivenConsents consents;
    private final DialogService dialogs;
    private final Recorder recorder;
    private final ObservableList<ModelOffer> offers = FXCollections.observableArrayList();
    private final ObservableList<ModelOffer> offersView = FXCollections.unmodifiableObservableList(offers);
    private final ReadOnlyObjectWrapper<@Nullable ModelOffer> offer = new ReadOnlyObjectWrapper<>(this, "offer", null);
    private final ReadOnlyObjectWrapper<@Nullable SliceResult> result =
            new ReadOnlyObjectWrapper<>(this, "result", null);
    private final ReadOnlyObjectWrapper<@Nullable ClassificationRecord> lastRecord =
            new ReadOnlyObjectWrapper<>(this, "lastRecord", null);
    private final RunProgress progress;
    private boolean asking;
    private @Nullable PlannedOffer plan;
    private @Nullable ServerInUse server;
    private @Nullable Run current;

    /**
     * @param background runs inferences; must not be the thread of {@code ui}
     * @param ui changes properties; this object is used on its thread
     * @param nanoTime a clock for durations
     * @param state of the program; while a server is in use, this object changes it
     * @param consents that the user gave before
     * @param dialogs ask for consent
     * @param recorder makes the record of each run
     */
    public RunViewModel(
            Executor background,
            Executor ui,
            LongSupplier nanoTime,
            StateModel state,
            GivenConsents consents,
            DialogService dialogs,
            Recorder recorder) {
        this.background = background;
        this.ui = ui;
        this.state = state;
        this.consents = consents;
        this.dialogs = dialogs;
        this.recorder = recorder;
        this.progress = new RunProgress(nanoTime);
        state.property().subscribe(now -> follow(now instanceof WithServer use ? use.server() : null));
    }

    /** Asks another server from now on, or none. A run under way is stopped; the slice and the last result stay. */
    private void follow(@Nullable ServerInUse next) {
        if (Objects.equals(next, server)) {
            return;
        }
        ServerInUse before = server;
        Run interrupted = current;
        server = next;
        current = null;
        asking = false;
        progress.clear();
        if (interrupted != null) {
            interrupted.attempt.stop();
        }
        if (before != null) {
            background.execute(before.session()::close);
        }
        plan = null;
        offer.set(null);
        offers.clear();
        if (next != null) {
            offers.setAll(
                    next.models().offers().stream().map(PlannedOffer::offer).toList());
            choose(offers.getFirst());
        }
    }

    /**
     * Chooses the model to ask; not while a run is under way.
     *
     * @throws IllegalArgumentException if the server in use doesn't offer it
     */
    public void choose(ModelOffer model) {
        if (state.get().isBusy()) {
            throw new IllegalStateException("offer: cannot change during a run");
        }
        PlannedOffer chosen = Optional.ofNullable(server)
                .flatMap(use -> use.models().offers().stream()
                        .filter(planned -> planned.offer().equals(model))
                        .findFirst())
                .orElseThrow(() -> new IllegalArgumentException(
                        "model: " + model.card().name() + " (expected: one that the server in use offers)"));
        offer.set(model);
        plan = chosen;
        progress.show(chosen);
    }

    /**
     * Classifies a slice, or asks for consent first; does nothing while a run is under way or no server is in use.
     *
     * @param slice that is shown
     * @param prepared the slice as the model sees it
     */
    public void classify(OpenSlice slice, PreparedSlice prepared) {
        ServerInUse use = server;
        PlannedOffer model = plan;
        if (use == null || model == null || asking || state.get().isBusy()) {
            return;
        }
        Run run = new Run(use, model, slice, prepared);
        Optional<KeyFingerprint> key = use.session().source().key();
        if (key.isPresent() && !consents.contains(key.get(), run.model.card().name())) {
            asking = true;
            dialogs.askForConsent(
                    new ConsentQuestion(use.place(), run.model.card().title()),
                    agreed -> answer(run, key.get(), agreed));
        } else {
            start(run);
        }
    }

    /** An answer to a question about a server that was left meanwhile starts nothing. */
    private void answer(Run run, KeyFingerprint key, boolean agreed) {
        if (!asking || !run.use.equals(server)) {
            return;
        }
        asking = false;
        if (agreed) {
            consents.add(key, run.model.card().name());
            start(run);
        }
    }

    private void start(Run run) {
        progress.show(run.plan);
        result.set(null);
        state.set(new Preparing(run.use));
        current = run;
        background.execute(run::classify);
    }

    /** Stops the run that is under way, if any. */
    public void stop() {
        Run run = current;
        if (run != null && state.get().isBusy()) {
            state.set(new Stopping(run.use));
            run.attempt.stop();
        }
    }

    /** Brings the figures of the run and of its layer up to date; called a few times a second. */
    public void tick() {
        progress.tickPause();
        Run run = current;
        if (run != null && state.get() instanceof Running running) {
            progress.tick(running.layer(), Optional.ofNullable(run.phase));
        }
    }

    private void finish(DesktopState last) {
        current = null;
        progress.end();
        state.set(last);
    }

    /** Returns why a run ended early; a lost connection names the layer, if one was under way. */
    private Problem problem(SessionException problem) {
        if (problem.code() != SessionException.Code.CONNECTION_LOST) {
            return Problem.of(problem);
        }
        String where = state.get() instanceof Running running
                ? "at layer " + (running.layer() + 1) + " of " + running.layers()
                : "before the first layer";
        return new Problem(
                Problem.Kind.FAILURE,
                "Connection lost " + where + ". No result was produced; the server received only protected data.",
                true);
    }

    /** One classification. */
    private final class Run implements ReusableSession.Listener {
        private final ServerInUse use;
        private final ReusableSession.Attempt attempt;
        private final PlannedOffer plan;
        private final ModelOffer model;
        private final OpenSlice slice;
        private final PreparedSlice prepared;
        private final List<LayerReport> done = new ArrayList<>();
        private volatile @Nullable Phase phase;

        Run(ServerInUse use, PlannedOffer plan, OpenSlice slice, PreparedSlice prepared) {
            this.use = use;
            this.attempt = use.session().attempt();
            this.plan = plan;
            this.model = plan.offer();
            this.slice = slice;
            this.prepared = prepared;
        }

        void classify() {
            Recorder.Draft draft = recorder.begin(
                    slice.fileName(),
                    new Sha256(slice.fileDigest()),
                    slice.content().info(),
                    prepared,
                    model,
                    use.session().source());
            try {
                InferenceReport report = attempt.classify(model, prepared.quantised(), this);
                ui.execute(() -> succeed(draft, report));
            } catch (SessionException problem) {
                ui.execute(() -> {
                    Problem told = problem(problem);
                    boolean stopped = problem.code() == SessionException.Code.STOPPED;
                    fail(
                            draft,
                            new NoAnswer(problem.code().name(), told.message()),
                            stopped ? new Stopped(use) : new Failed(use, told));
                });
            } catch (RuntimeException unexpected) {
                LOG.error("an inference failed unexpectedly", unexpected);
                ui.execute(() -> fail(
                        draft,
                        new NoAnswer("UNEXPECTED", UNEXPECTED),
                        new Failed(use, new Problem(Problem.Kind.FAILURE, UNEXPECTED, true))));
            }
        }

        private void succeed(Recorder.Draft draft, InferenceReport report) {
            // The answer may have been on its way when the user stopped: what was promised is that there is none.
            if (!equals(current) || state.get() instanceof Stopping) {
                SessionException stopped = SessionException.stopped();
                fail(
                        draft,
                        new NoAnswer(stopped.code().name(), String.valueOf(stopped.getMessage())),
                        new Stopped(use));
                return;
            }
            SliceResult answer = new SliceResult(slice, model.card(), draft.answered(report, attempt));
            progress.complete();
            lastRecord.set(answer.record());
            result.set(answer);
            finish(new Done(use, answer));
        }

        private void fail(Recorder.Draft draft, NoAnswer reason, DesktopState last) {
            lastRecord.set(draft.unanswered(reason, done, attempt));
            if (equals(current)) {
                finish(last);
            }
        }

        /** Shows something of this run, unless the server was left in the meantime. */
        private void show(Runnable change) {
            ui.execute(() -> {
                if (equals(current)) {
                    change.run();
                }
            });
        }

        @Override
        public void sessionPrepared(SetUp took) {}

        @Override
        public void inferenceStarted(List<Layer> all) {}

        @Override
        public void layerStarted(int layer) {
            show(() -> {
                if (!(state.get() instanceof Stopping)) {
                    state.set(new Running(use, layer, progress.layers().size()));
                    progress.begin(layer, Optional.ofNullable(phase));
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
            show(() -> progress.stalled(quiet));
        }

        @Override
        public void resumed(Duration lasted) {
            show(progress::resumed);
        }

        @Override
        public void layerFinished(int layer, LayerReport report) {
            done.add(report);
            show(() -> progress.finish(layer, report, Optional.ofNullable(phase)));
        }
    }

    /** The models that can be asked. */
    public ObservableList<ModelOffer> offers() {
        return offersView;
    }

    /** Sentences about models of the server in use that cannot be asked; empty if all can. */
    public List<String> leftOut() {
        ServerInUse use = server;
        return use == null ? List.of() : use.models().leftOut();
    }

    /** The state of the program. */
    public ReadOnlyObjectProperty<DesktopState> stateProperty() {
        return state.property();
    }

    /** The chosen model; null while no server is in use. */
    public ReadOnlyObjectProperty<@Nullable ModelOffer> offerProperty() {
        return offer.getReadOnlyProperty();
    }

    /** The last result, or null. */
    public ReadOnlyObjectProperty<@Nullable SliceResult> resultProperty() {
        return result.getReadOnlyProperty();
    }

    /** The record of the run that ended last, whatever its outcome, or null. */
    public ReadOnlyObjectProperty<@Nullable ClassificationRecord> lastRecordProperty() {
        return lastRecord.getReadOnlyProperty();
    }

    /** The progress of the run. */
    public RunProgress progress() {
        return progress;
    }

    /** True while a run is under way. */
    public BooleanExpression busy() {
        return state.busy();
    }

    /** Stops the run and ends the session; waits for the farewell. */
    @Override
    public void close() {
        stop();
        ServerInUse use = server;
        if (use != null) {
            use.session().close();
        }
    }
}
