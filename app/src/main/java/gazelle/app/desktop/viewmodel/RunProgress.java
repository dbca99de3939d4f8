package gazelle.app.desktop.viewmodel;

import gazelle.app.service.PlannedOffer;
import gazelle.protocol.cost.ProgressEstimate;
import gazelle.protocol.meter.Phase;
import gazelle.protocol.session.LayerReport;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** The layers of the chosen model, the share of the run that is done, its figures and its pauses. */
public final class RunProgress {
    private static final ProgressEstimate NONE = new ProgressEstimate(List.of());

    private final LongSupplier nanoTime;
    private final ObservableList<LayerRow> layers = FXCollections.observableArrayList();
    private final ObservableList<LayerRow> layersView = FXCollections.unmodifiableObservableList(layers);
    private final ReadOnlyDoubleWrapper share = new ReadOnlyDoubleWrapper(this, "share", 0);
    private final ReadOnlyObjectWrapper<RunFigures> figures =
            new ReadOnlyObjectWrapper<>(this, "figures", RunFigures.NONE);
    private final PauseNotice pause;
    private ProgressEstimate estimate = NONE;
    private long layerBegan;

    /**
     * @param nanoTime a clock for durations
     */
    RunProgress(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.pause = new PauseNotice(nanoTime);
    }

    /** Shows the layers of a model, none of which has begun. */
    void show(PlannedOffer model) {
        estimate = model.estimate();
        layers.setAll(
                model.offer().network().layers().stream().map(LayerRow::new).toList());
        share.set(0);
        figures.set(RunFigures.NONE);
    }

    /** Shows no model. */
    void clear() {
        pause.end();
        estimate = NONE;
        layers.clear();
        share.set(0);
        figures.set(RunFigures.NONE);
    }

    void begin(int layer, Optional<Phase> phase) {
        layerBegan = nanoTime.getAsLong();
        layers.get(layer).set(new LayerRow.Working(0));
        showFigures(layer, phase);
    }

    void finish(int layer, LayerReport report, Optional<Phase> phase) {
        layers.get(layer).set(new LayerRow.Finished(report));
        share.set(estimate.doneAfter(layer + 1));
        showFigures(layer, phase);
    }

    /** Brings the figures of the run and of its layer up to date. */
    void tick(int layer, Optional<Phase> phase) {
        if (layers.get(layer).progressProperty().get() instanceof LayerRow.Working) {
            layers.get(layer).set(new LayerRow.Working(secondsOfLayer()));
            showFigures(layer, phase);
        }
    }

    /** Brings the words about a pause up to date. */
    void tickPause() {
        pause.tick();
    }

    void stalled(Duration quiet) {
        pause.begin(quiet);
    }

    void resumed() {
        pause.end();
    }

    /** Shows that all layers are done. */
    void complete() {
        share.set(1);
    }

    /** The run has ended: layers that are not done will not be computed. */
    void end() {
        pause.end();
        for (LayerRow layer : layers) {
            if (!(layer.progressProperty().get() instanceof LayerRow.Finished)) {
                layer.set(new LayerRow.Abandoned());
            }
        }
    }

    private void showFigures(int layer, Optional<Phase> phase) {
        figures.set(RunFigures.of(phase, layers, layer, secondsOfLayer(), estimate));
    }

    private double secondsOfLayer() {
        return (nanoTime.getAsLong() - layerBegan) * 1e-9;
    }

    /** The layers of the chosen model. */
    public ObservableList<LayerRow> layers() {
        return layersView;
    }

    /** The share of the run that is done, 0 to 1, by estimated cost. */
    public ReadOnlyDoubleProperty shareProperty() {
        return share.getReadOnlyProperty();
    }

    /** The figures of the run, while one is under way. */
    public ReadOnlyObjectProperty<RunFigures> figuresProperty() {
        return figures.getReadOnlyProperty();
    }

    /** A sentence that says how long the server has sent nothing; empty while it goes on. */
    public ReadOnlyStringProperty pauseProperty() {
        return pause.words();
    }
}
