package gazelle.app.desktop;

import gazelle.app.desktop.viewmodel.RunViewModel;
import gazelle.app.service.ResultWords;
import gazelle.protocol.model.ModelCard;
import gazelle.protocol.model.ModelCard.ClassFigures;
import gazelle.protocol.wire.ModelOffer;
import java.util.List;
import javafx.geometry.HPos;
import javafx.scene.Node;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;

/** The model's card: what it can answer, how it did in its test, what it cannot do. */
final class ModelPane extends VBox {
    /** Below this width the figures stand under the words. */
    private static final double NARROW = 600;

    private final RunViewModel runs;
    private final ChoiceBox<ModelOffer> choice = new ChoiceBox<>();
    private final Hyperlink toggle = new Hyperlink();
    private final Label name = Texts.heading("Model");
    private final Label leftOut = Texts.warning("models-left-out");
    private final VBox content = new VBox();
    private List<Node> columns = List.of();

    ModelPane(RunViewModel runs) {
        this.runs = runs;
        getStyleClass().addAll("card", "model-card");
        setId("model-card");
        setMinHeight(Region.USE_PREF_SIZE);
        content.getStyleClass().add("card-content");
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        toggle.setId("toggle-card");
        toggle.setOnAction(_ -> expand(!content.isVisible()));
        HBox top = new HBox(name, space, choice, toggle);
        top.getStyleClass().add("card-top");
        choice.setAccessibleText("Model to ask");
        choice.setItems(runs.offers());
        choice.setConverter(new StringConverter<>() {
            @Override
            public String toString(@Nullable ModelOffer offer) {
                return offer == null ? "" : offer.card().title();
            }

            @Override
            public @Nullable ModelOffer fromString(String text) {
                return null;
            }
        });
        choice.disableProperty().bind(runs.busy());
        choice.getSelectionModel().selectedItemProperty().subscribe(chosen -> {
            if (chosen != null && !chosen.equals(runs.offerProperty().get())) {
                this.runs.choose(chosen);
            }
        });
        getChildren().addAll(top, content);
        runs.offerProperty().subscribe(this::showOffer);
        // The result says what the card says of its class; the whole card is one click away.
        runs.resultProperty().subscribe(result -> expand(result == null));
        widthProperty().map(width -> width.doubleValue() < NARROW).subscribe(_ -> arrange());
    }

    private void expand(boolean expanded) {
        content.setVisible(expanded);
        content.setManaged(expanded);
        toggle.setText(expanded ? "Hide card" : "Show card");
    }

    private void showOffer(@Nullable ModelOffer offer) {
        boolean several = runs.offers().size() > 1;
        choice.setVisible(several);
        choice.setManaged(several);
        if (offer == null) {
            name.setText("Model");
            columns = List.of();
            content.getChildren().setAll(Texts.quiet("No server is in use."));
            return;
        }
        choice.getSelectionModel().select(offer);
        ModelCard card = offer.card();
        name.setText("Model: " + card.title());
        Label title = new Label(card.title());
        title.getStyleClass().add("model-title");
        title.setWrapText(true);
        Texts.fill(leftOut, runs.leftOut());
        VBox words = new VBox(
                title,
                Texts.body(card.summary()),
                Texts.body(ResultWords.limits(card)),
                Texts.quiet(card.name() + ", version " + card.version()),
                leftOut);
        words.getStyleClass().add("card-content");
        HBox.setHgrow(words, Priority.ALWAYS);
        words.setMinWidth(0);
        columns = List.of(words, figures(card));
        arrange();
    }

    private void arrange() {
        if (columns.isEmpty()) {
            return;
        }
        Pane arranged = getWidth() > 0 && getWidth() < NARROW ? new VBox() : new HBox();
        arranged.getStyleClass().add("model-columns");
        arranged.getChildren().setAll(columns);
        content.getChildren().setAll(arranged);
    }

    private static VBox figures(ModelCard card) {
        GridPane table = new GridPane();
        table.getStyleClass().add("figures");
        ColumnConstraints number = new ColumnConstraints();
        number.setHalignment(HPos.RIGHT);
        table.getColumnConstraints().addAll(new ColumnConstraints(), number, number);
        table.addRow(0, Texts.quiet("Can answer"), Texts.quiet("Recall"), Texts.quiet("Precision"));
        int row = 1;
        for (ClassFigures figures : card.classes()) {
            table.addRow(
                    row++,
                    Texts.body(figures.name()),
                    Texts.body(ResultWords.percent(figures.recall())),
                    Texts.body(ResultWords.percent(figures.precision())));
        }
        VBox box = new VBox(
                table,
                Texts.quiet("Test: " + card.test().images() + " slices, "
                        + ResultWords.percent(card.test().accuracy()) + " right"));
        box.getStyleClass().add("card-content");
        box.setMinWidth(Region.USE_PREF_SIZE);
        return box;
    }
}
