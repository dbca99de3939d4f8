package gazelle.app.desktop.viewmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gazelle.app.BundledModel;
import gazelle.app.SmallModel;
import gazelle.app.desktop.viewmodel.DesktopState.Done;
import gazelle.app.desktop.viewmodel.DesktopState.Failed;
import gazelle.app.desktop.viewmodel.DesktopState.Offline;
import gazelle.app.desktop.viewmodel.DesktopState.Preparing;
import gazelle.app.desktop.viewmodel.DesktopState.Ready;
import gazelle.app.desktop.viewmodel.DesktopState.Running;
import gazelle.app.desktop.viewmodel.DesktopState.Stopped;
import gazelle.app.desktop.viewmodel.DesktopState.Stopping;
import gazelle.app.record.ClassificationRecord;
import gazelle.app.record.ClassificationRecord.NoAnswer;
import gazelle.app.record.Recorder;
import gazelle.app.record.Sha256;
import gazelle.app.service.EmbeddedServer;
import gazelle.app.service.GivenConsents;
import gazelle.app.service.PreparedSlice;
import gazelle.app.service.ReusableSession;
import gazelle.protocol.model.QuantisedTensor;
import gazelle.protocol.model.TensorShape;
import gazelle.protocol.profile.LinkProfile;
import gazelle.protocol.session.ProtocolVersion;
import gazelle.protocol.session.SessionLimits;
import gazelle.protocol.session.SessionSettings;
import gazelle.protocol.wire.ModelOffer;
import gazelle.viewer.series.SeriesReader;
import gazelle.viewer.series.SliceSeries;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs without a window, with the server inside the program; the test decides when each side goes on. */
@Timeout(60)
class RunViewModelTest {
    private static final Path FILE = BundledModel.SAMPLES.resolve("dicom/brain-pd-axial-10.dcm");
    private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");

    @TempDir
    Path folder;

    private final SessionSettings settings =
            new SessionSettings(new SecureRandom(), System::nanoTime, SessionLimits.USUAL);
    private final AtomicLong nanoTime = new AtomicLong();
    private final StateModel state = new StateModel();
    private final QueuedExecutor background = new QueuedExecutor();
    private final QueuedExecutor ui = new QueuedExecutor();
    private Executor inBackground = Runnable::run;
    private Executor onScreen = Runnable::run;
    private RunViewModel runs;
    private OpenSlice slice;

    @BeforeEach
    void start() throws Exception {
        SmallModel.writeAll(folder.resolve("models"));
        SliceSeries series = SeriesReader.open(FILE).series().getFirst();
        slice = new OpenSlice(List.of(series), series, 0, series.slice(0));
        runs = new RunViewModel(
                task -> inBackground.execute(task),
                task -> onScreen.execute(task),
                nanoTime::get,
                state,
                new GivenConsents(folder.resolve("consents")),
                new FakeDialogs(),
                new Recorder(Clock.fixed(NOW, ZoneOffset.UTC), "7.8.9"));
    }

    @AfterEach
    void close() {
        runs.close();
    }

    /** Uses the server inside the program, and these executors from now on. */
    private void use(Executor backgroundTasks, Executor uiTasks) throws Exception {
        inBackground = backgroundTasks;
        onScreen = uiTasks;
        ReusableSession session = new ReusableSession(EmbeddedServer.load(folder.resolve("models"), settings));
        state.set(new Ready(new ServerInUse(session, session.sliceModels())));
    }

    private ModelOffer offer() {
        return Objects.requireNonNull(runs.offerProperty().get());
    }

    private void classify() throws Exception {
        runs.classify(slice, PreparedSlice.of(slice.content(), offer()));
    }

    private ClassificationRecord lastRecord() {
        return Objects.requireNonNull(runs.lastRecordProperty().get());
    }

    @Test
    void goesThroughEveryLayerToTheResult() throws Exception {
        use(Runnable::run, Runnable::run);
        List<DesktopState> states = new ArrayList<>();
        var _ = state.property().subscribe(now -> states.add(now));
        classify();

        assertThat(states)
                .extracting(Object::getClass)
                .containsExactly(Ready.class, Preparing.class, Running.class, Running.class, Done.class);
        assertThat(states.get(3).sentence()).isEqualTo("Classifying: layer 2 of 2.");
        assertThat(states.getLast().sentence()).startsWith("Done in ");
        assertThat(states).allMatch(now -> now.connection().equals("Server: inside this program"));
        assertThat(runs.progress().shareProperty().get()).isEqualTo(1);
        assertThat(runs.progress().layers())
                .allMatch(row -> row.progressProperty().get() instanceof LayerRow.Finished);
        assertThat(runs.busy().get()).isFalse();
    }

    @Test
    void recordsEverythingThatIsToBeKnownOfARun() throws Exception {
        use(Runnable::run, Runnable::run);
        PreparedSlice prepared = PreparedSlice.of(slice.content(), offer());
        runs.classify(slice, prepared);

        SliceResult result = Objects.requireNonNull(runs.resultProperty().get());
        ClassificationRecord record = lastRecord();
        assertThat(result.record()).isSameAs(record);
        assertThat(result.slice()).isEqualTo(slice);
        assertThat(record.began()).isEqualTo(NOW);
        assertThat(record.programVersion()).isEqualTo("7.8.9");
        assertThat(record.slice().name()).isEqualTo("brain-pd-axial-10.dcm");
        assertThat(record.slice().fileDigest()).isEqualTo(Sha256.of(Files.readAllBytes(FILE)));
        assertThat(record.slice().inputDigest()).isEqualTo(Sha256.of(prepared.quantised()));
        assertThat(record.slice().frame()).isEqualTo(1);
        assertThat(record.slice().geometry())
                .contains(Objects.requireNonNull(slice.content().info().geometry()));
        assertThat(record.slice().uids()).hasValueSatisfying(uids -> {
            assertThat(uids.series()).startsWith("2.25.").isNotEqualTo(uids.instance());
            assertThat(uids.instance()).startsWith("2.25.");
        });
        assertThat(record.model().name()).isEqualTo("label");
        assertThat(record.model().digest()).isEqualTo(Sha256.of(offer()));
        assertThat(record.server().place()).isEqualTo("inside this program");
        assertThat(record.server().key()).as("nothing left this computer").isEmpty();
        assertThat(record.parameters().id()).isEqualTo(ProtocolVersion.parameterId());
        assertThat(record.parameters().link()).contains(LinkProfile.LOCAL.name());
        assertThat(record.amounts().layers())
                .extracting(ClassificationRecord.LayerAmounts::name)
                .containsExactly("scores", "output");
        assertThat(record.amounts().bytesUp()).isPositive();
        assertThat(record.amounts().setUp()).as("the first run's").isPresent();
        assertThat(record.warnings()).isEqualTo(prepared.warnings());

        runs.classify(slice, prepared);
        assertThat(lastRecord().amounts().setUp()).as("the session stands").isEmpty();
    }

    @Test
    void aStopOfAWaitingRunLeavesNoResult() throws Exception {
        use(background, Runnable::run);
        classify();
        assertThat(state.get()).isInstanceOf(Preparing.class);
        assertThat(runs.busy().get()).isTrue();
        runs.stop();
        assertThat(state.get()).isInstanceOf(Stopping.class);
        background.runAll();

        assertThat(state.get()).isInstanceOf(Stopped.class);
        assertThat(state.get().canStartAgain()).isTrue();
        assertThat(runs.resultProperty().get()).isNull();
        assertThat(lastRecord().outcome())
                .isInstanceOfSatisfying(
                        NoAnswer.class, none -> assertThat(none.code()).isEqualTo("STOPPED"));
        assertThat(runs.progress().layers())
                .allMatch(row -> row.progressProperty().get() instanceof LayerRow.Abandoned);
    }

    @Test
    void anAnswerThatComesAfterTheStopIsNeitherShownNorRecorded() throws Exception {
        use(background, ui);
        classify();
        background.runAll();
        assertThat(ui.waiting())
                .as("everything has happened, nothing is shown yet")
                .isPositive();
        runs.stop();
        ui.runAll();

        assertThat(state.get()).isInstanceOf(Stopped.class);
        assertThat(runs.resultProperty().get()).isNull();
        assertThat(lastRecord().prediction()).isEmpty();
        assertThat(lastRecord().outcome())
                .isInstanceOfSatisfying(
                        NoAnswer.class, none -> assertThat(none.code()).isEqualTo("STOPPED"));
    }

    @Test
    void leavingTheServerDropsTheRunAndItsModels() throws Exception {
        use(background, ui);
        classify();
        background.runAll();
        state.set(new Offline());
        assertThat(runs.offers()).isEmpty();
        assertThat(runs.offerProperty().get()).isNull();
        assertThat(runs.progress().layers()).isEmpty();
        ui.runAll();

        assertThat(state.get()).as("what comes late changes nothing").isInstanceOf(Offline.class);
        assertThat(runs.resultProperty().get()).isNull();
        assertThat(lastRecord().prediction()).isEmpty();
        background.runAll();
        runs.classify(slice, PreparedSlice.of(slice.content(), SmallModel.offer("label")));
        assertThat(background.waiting()).as("without a server nothing runs").isZero();
    }

    @Test
    void anImageOfAnotherShapeFailsAndSaysWhatToDo() throws Exception {
        use(Runnable::run, Runnable::run);
        PreparedSlice prepared = PreparedSlice.of(slice.content(), offer());
        QuantisedTensor other = new QuantisedTensor(new TensorShape(1, 2, 2), new int[4]);
        runs.classify(slice, new PreparedSlice(prepared.input(), other, List.of()));

        assertThat(state.get()).isInstanceOfSatisfying(Failed.class, failed -> {
            assertThat(failed.problem().kind()).isEqualTo(Problem.Kind.FAILURE);
            assertThat(failed.sentence()).contains("Nothing was sent. Choose another image or model.");
        });
        assertThat(lastRecord().outcome())
                .isInstanceOfSatisfying(
                        NoAnswer.class, none -> assertThat(none.code()).isEqualTo("UNSUITABLE_INPUT"));
        assertThatThrownBy(() -> new SliceResult(slice, offer().card(), lastRecord()))
                .hasMessageStartingWith("record: NoAnswer[code=UNSUITABLE_INPUT")
                .hasMessageEndingWith("(expected: an answer)");
    }

    @Test
    void tellsFiguresByTheInjectedClock() throws Exception {
        use(background, ui);
        classify();
        background.runAll();
        // Up to the first layer's beginning.
        while (!(state.get() instanceof Running)) {
            ui.runNext();
        }
        nanoTime.addAndGet(Duration.ofSeconds(3).toNanos());
        runs.tick();
        assertThat(runs.progress().layers().getFirst().progressProperty().get()).isEqualTo(new LayerRow.Working(3));
        assertThat(runs.progress().figuresProperty().get().seconds()).isEqualTo(3);
        ui.runAll();
    }

    @Test
    void refusesModelsOfOtherServersAndChangesDuringARun() throws Exception {
        use(background, Runnable::run);
        ModelOffer offered = runs.offers().getLast();
        runs.choose(offered);
        assertThat(offer()).isEqualTo(offered);
        ModelOffer elsewhere = SmallModel.offer("elsewhere");
        assertThatThrownBy(() -> runs.choose(elsewhere))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("model: elsewhere (expected: one that the server in use offers)");
        classify();
        assertThatThrownBy(() -> runs.choose(offered))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("offer: cannot change during a run");
        classify();
        assertThat(background.waiting()).as("one run at a time").isEqualTo(1);
        background.runAll();
        assertThat(state.get()).isInstanceOf(Done.class);
    }
}
