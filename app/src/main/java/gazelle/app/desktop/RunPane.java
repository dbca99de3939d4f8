package gazelle.app.desktop;

import gazelle.app.desktop.viewmodel.DesktopState;
import gazelle.app.desktop.viewmodel.DesktopState.Done;
import gazelle.app.desktop.viewmodel.DesktopState.Running;
import gazelle.app.desktop.viewmodel.DialogService;
import gazelle.app.desktop.viewmodel.LayerRow;
import gazelle.app.desktop.viewmodel.RunViewModel;
import gazelle.app.desktop.viewmodel.SliceViewModel;
import gazelle.app.record.ClassificationRecord;
import gazelle.app.record.RecordWords;
import gazelle.app.service.ResultWords;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.collections.ListChangeListener;
import javafx.css.PseudoClass;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** Starts and stops a run and shows how it goes: one bar, and a row for each layer. */
final class RunPane extends VBox {
    private static final PseudoClass FAILED = PseudoClass.getPseudoClass("failed");
    private static final PseudoClass DONE = PseudoClass.getPseudoClass("done");

    private static final String CLASSIFY = "Classify privately";

    private final Label sentence = Texts.body("");
    private final Label total = Texts.body("");
    private final Label phases = Texts.quiet("");
    private final Label setUp = Texts.quiet("");
    private final VBox rows = new VBox();

    RunPane(SliceViewModel slices, RunViewModel runs, Runnable classify, DialogService dialogs) {
        getStyleClass().addAll("card", "run-card");
        Button start = new Button(CLASSIFY);
        runs.stateProperty().subscribe(state -> start.setText(state.canStartAgain() ? "Start again" : CLASSIFY));
        start.setId("classify");
        start.getStyleClass().add("primary");
        start.setTooltip(new Tooltip("Ctrl+Enter"));
        start.setOnAction(_ -> classify.run());
        start.disableProperty()
                .bind(runs.busy()
                        .or(Bindings.isNull(slices.preparedProperty()))
                        .or(Bindings.isNull(runs.offerProperty())));
        Button stop = new Button("Stop");
        stop.setId("stop");
        stop.setTooltip(new Tooltip("Esc"));
        stop.setOnAction(_ -> runs.stop());
        stop.disableProperty().bind(runs.busy().not());

        Hyperlink leaves = new Hyperlink(Disclosure.TITLE);
        leaves.setOnAction(_ -> dialogs.tellWhatLeaves());
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox top = new HBox(Texts.heading("Private classification"), space, leaves);
        top.getStyleClass().add("card-top");
        HBox buttons = new HBox(start, stop);
        buttons.getStyleClass().add("buttons");

        ProgressBar bar = new ProgressBar();
        bar.setId("progress");
        bar.setMaxWidth(Double.MAX_VALUE);
        bar.progressProperty().bind(runs.progress().shareProperty());
        bar.setAccessibleText("Progress of the classification");

        sentence.setId("state");
        sentence.getStyleClass().add("state-sentence");
        total.setId("total");
        phases.setId("phases");
        setUp.setId("set-up");
        rows.getStyleClass().add("layer-rows");
        Label unsuitable = Texts.warning("unsuitable");
        slices.unsuitableProperty().subscribe(why -> Texts.fill(unsuitable, why.isEmpty() ? List.of() : List.of(why)));
        Label pause = Texts.warning("pause");
        runs.progress()
                .pauseProperty()
                .subscribe(words -> Texts.fill(pause, words.isEmpty() ? List.of() : List.of(words)));
        getChildren()
                .addAll(
                        top,
                        buttons,
                        unsuitable,
                        sentence,
                        pause,
                        bar,
                        new VBox(total, phases, setUp),
                        new VBox(columnHeads(), rows));
        getChildren().add(Texts.quiet("Lock: on encrypted numbers. Gate: on random shares."));

        runs.progress().layers().addListener((ListChangeListener<LayerRow>) _ -> showLayers(runs));
        showLayers(runs);
        runs.stateProperty().subscribe(this::showState);
        runs.progress().figuresProperty().subscribe(figures -> {
            if (runs.stateProperty().get() instanceof Running) {
                total.setText(figures.words());
            }
        });
    }

    private static HBox columnHeads() {
        HBox heads = new HBox(
                LayerRowView.cell("Layer", LayerRowView.NAME_WIDTH, false),
                LayerRowView.cell("Time", LayerRowView.TIME_WIDTH, true),
                LayerRowView.cell("Sent", LayerRowView.BYTES_WIDTH, true),
                LayerRowView.cell("Received", LayerRowView.BYTES_WIDTH, true));
        heads.getStyleClass().addAll("layer-row", "layer-heads");
        return heads;
    }

    private void showLayers(RunViewModel runs) {
        rows.getChildren()
                .setAll(runs.progress().layers().stream().map(LayerRowView::new).toList());
    }

    private void showState(DesktopState state) {
        sentence.setText(state.sentence());
        sentence.setAccessibleText(state.sentence());
        sentence.pseudoClassStateChanged(FAILED, state.isProblem());
        sentence.pseudoClassStateChanged(DONE, state instanceof Done);
        boolean done = state instanceof Done;
        show(total, done || state instanceof Running);
        show(phases, done);
        show(setUp, done);
        if (state instanceof Done finished) {
            ClassificationRecord.Amounts amounts = finished.result().record().amounts();
            total.setText("In all " + ResultWords.seconds(amounts.seconds()) + ", "
                    + ResultWords.bytes(amounts.bytesUp()) + " sent, " + ResultWords.bytes(amounts.bytesDown())
                    + " received, " + amounts.rounds() + " rounds.");
            phases.setText(RecordWords.phases(amounts));
            setUp.setText(amounts.setUp()
                    .map(took -> "Set-up of the session, once: " + ResultWords.seconds(took.seconds()) + ", "
                            + ResultWords.bytes(took.bytesUp()) + " sent, "
                            + ResultWords.bytes(took.bytesDown()) + " received.")
                    .orElse("The session stood already: no set-up."));
        }
    }

    private static void show(Label label, boolean shown) {
        label.setVisible(shown);
        label.setManaged(shown);
    }
}
