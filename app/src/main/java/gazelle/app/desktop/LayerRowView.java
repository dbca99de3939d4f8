package gazelle.app.desktop;

import gazelle.app.desktop.viewmodel.LayerRow;
import gazelle.app.service.ResultWords;
import gazelle.protocol.session.LayerReport;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;

/** One line of the run panel. */
final class LayerRowView extends HBox {
    static final double NAME_WIDTH = 206;
    static final double TIME_WIDTH = 66;
    static final double BYTES_WIDTH = 76;

    private static final double GLYPH_SPACE = 24;
    private static final PseudoClass WORKING = PseudoClass.getPseudoClass("working");
    private static final PseudoClass FINISHED = PseudoClass.getPseudoClass("finished");

    private final LayerRow row;
    private final Label time = cell("", TIME_WIDTH, true);
    private final Label sent = cell("", BYTES_WIDTH, true);
    private final Label received = cell("", BYTES_WIDTH, true);

    LayerRowView(LayerRow row) {
        this.row = row;
        getStyleClass().add("layer-row");
        Label name = cell(row.name() + "  \u00b7  " + row.kind(), NAME_WIDTH - GLYPH_SPACE, false);
        name.setTooltip(new Tooltip(row.name() + ": " + row.protection().description() + "."));
        HBox named = new HBox(Glyph.of(row.protection()), name);
        named.setSpacing(GLYPH_SPACE - 16);
        named.setAlignment(Pos.CENTER_LEFT);
        named.setMinWidth(NAME_WIDTH);
        named.setPrefWidth(NAME_WIDTH);
        getChildren().addAll(named, time, sent, received);
        setFocusTraversable(false);
        row.progressProperty().subscribe(this::show);
    }

    static Label cell(String text, double width, boolean right) {
        Label label = new Label(text);
        label.setMinWidth(width);
        label.setPrefWidth(width);
        label.setAlignment(right ? Pos.CENTER_RIGHT : Pos.CENTER_LEFT);
        return label;
    }

    private void show(LayerRow.Progress progress) {
        pseudoClassStateChanged(WORKING, progress instanceof LayerRow.Working);
        pseudoClassStateChanged(FINISHED, progress instanceof LayerRow.Finished);
        switch (progress) {
            case LayerRow.Waiting _ -> fill("waiting", "", "");
            case LayerRow.Abandoned _ -> fill("\u2013", "", "");
            case LayerRow.Working working -> fill(ResultWords.seconds(working.seconds()), "...", "...");
            case LayerRow.Finished finished -> {
                LayerReport report = finished.report();
                fill(
                        ResultWords.seconds(report.seconds()),
                        ResultWords.bytes(report.bytesUp()),
                        ResultWords.bytes(report.bytesDown()));
            }
        }
        setAccessibleText(row.name() + ", " + row.protection().description() + ", " + time.getText() + ", sent "
                + sent.getText() + ", received " + received.getText());
    }

    private void fill(String timeText, String sentText, String receivedText) {
        time.setText(timeText);
        sent.setText(sentText);
        received.setText(receivedText);
    }
}
