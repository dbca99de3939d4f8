package gazelle.app.desktop;

import gazelle.app.desktop.viewmodel.OpenSlice;
import gazelle.app.desktop.viewmodel.RunViewModel;
import gazelle.app.desktop.viewmodel.SliceResult;
import gazelle.app.desktop.viewmodel.SliceViewModel;
import gazelle.app.record.ClassificationRecord;
import gazelle.app.service.ResultWords;
import gazelle.protocol.session.Prediction;
import gazelle.viewer.fx.SliceView;
import gazelle.viewer.slice.SliceTag;
import javafx.css.PseudoClass;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;
import org.jspecify.annotations.Nullable;

/** The result with the slice it belongs to; greyed while another slice is shown. */
final class ResultPane extends VBox {
    private static final PseudoClass OTHER_SLICE = PseudoClass.getPseudoClass("other-slice");
    private static final double THUMBNAIL = 84;

    private final SliceViewModel slices;
    private final SliceView thumbnail = new SliceView();
    private final Label sliceName = Texts.quiet("");
    private final Text answer = new Text();
    private final Text alternatives = new Text();
    private final TextFlow answerLine = new TextFlow(answer, alternatives);
    private final Label warnings = Texts.warning("result-warnings");
    private final Label limits = Texts.body("");
    private final Label figures = Texts.body("");
    private final Label scores = Texts.body("");
    private final Label model = Texts.quiet("");
    private final VBox elsewhere = new VBox();

    ResultPane(SliceViewModel slices, RunViewModel runs) {
        this.slices = slices;
        getStyleClass().addAll("card", "result-card");
        setId("result");
        scores.setId("scores");
        setMinHeight(USE_PREF_SIZE);
        answerLine.setId("answer");
        answer.getStyleClass().add("answer");
        alternatives.getStyleClass().add("alternatives");
        thumbnail.setMouseTransparent(true);
        thumbnail.setMarked(false);
        thumbnail.setMinSize(THUMBNAIL, THUMBNAIL);
        thumbnail.setPrefSize(THUMBNAIL, THUMBNAIL);
        thumbnail.setMaxSize(THUMBNAIL, THUMBNAIL);
        VBox words = new VBox(answerLine, scores, figures);
        words.getStyleClass().add("card-content");
        HBox.setHgrow(words, Priority.ALWAYS);
        words.setMinWidth(0);
        HBox top = new HBox(thumbnail, words);
        top.getStyleClass().add("result-top");
        Label notVerified = Texts.quiet(ResultWords.NOT_VERIFIED);
        notVerified.setId("not-verified");
        VBox body = new VBox(top, warnings, limits, new VBox(notVerified, sliceName, model));
        body.getStyleClass().addAll("card-content", "result-body");
        elsewhere.getStyleClass().add("elsewhere");
        getChildren().addAll(Texts.heading("Result"), elsewhere, body);
        runs.resultProperty().subscribe(result -> show(result));
        slices.sliceProperty().subscribe(_ -> bind(runs.resultProperty().get()));
    }

    private void show(@Nullable SliceResult result) {
        setVisible(result != null);
        setManaged(result != null);
        if (result != null) {
            OpenSlice slice = result.slice();
            Prediction prediction = result.prediction();
            ClassificationRecord record = result.record();
            thumbnail.show(slice.content());
            sliceName.setText("Slice: " + slice.fileName() + placeInSeries(slice));
            answer.setText(ResultWords.answer(result.card(), prediction));
            alternatives.setText(ResultWords.alternatives(result.card()));
            answerLine.setAccessibleText(ResultWords.mostLike(result.card(), prediction));
            Texts.fill(warnings, record.warnings());
            limits.setText(ResultWords.limits(result.card()));
            figures.setText(ResultWords.figures(result.card(), prediction.label()));
            scores.setText(String.join("   ", ResultWords.scores(result.card(), prediction)));
            scores.setVisible(!scores.getText().isEmpty());
            scores.setManaged(scores.isVisible());
            model.setText(record.model().name() + ", version " + record.model().version() + ", server "
                    + record.server().place() + ". " + ResultWords.NOTICE);
        }
        bind(result);
    }

    private static String placeInSeries(OpenSlice slice) {
        return slice.content()
                        .info()
                        .value(SliceTag.Key.SERIES_DESCRIPTION)
                        .map(series -> ", series " + series)
                        .orElse("")
                + slice.content()
                        .info()
                        .value(SliceTag.Key.INSTANCE_NUMBER)
                        .map(number -> ", instance " + number)
                        .orElse("");
    }

    private void bind(@Nullable SliceResult result) {
        boolean other =
                result != null && !result.slice().equals(slices.sliceProperty().get());
        pseudoClassStateChanged(OTHER_SLICE, other);
        elsewhere.setVisible(other);
        elsewhere.setManaged(other);
        elsewhere.getChildren().clear();
        if (result != null && other) {
            Hyperlink back = new Hyperlink("Show that slice");
            back.setOnAction(_ -> slices.show(result.slice()));
            elsewhere
                    .getChildren()
                    .addAll(
                            Texts.body("This result belongs to "
                                    + result.slice().fileName() + ", not to the slice shown."),
                            back);
        }
    }
}
