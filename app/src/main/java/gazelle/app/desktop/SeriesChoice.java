package gazelle.app.desktop;

import gazelle.app.desktop.viewmodel.OpenSlice;
import gazelle.app.desktop.viewmodel.SliceViewModel;
import gazelle.viewer.series.SliceSeries;
import javafx.geometry.Pos;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;

/** Chooses among the series that were opened together; absent if there is only one. */
final class SeriesChoice extends HBox {
    private final ChoiceBox<SliceSeries> choice = new ChoiceBox<>();

    SeriesChoice(SliceViewModel slices) {
        super(8);
        setAlignment(Pos.CENTER_LEFT);
        choice.setId("series");
        choice.setAccessibleText("Series to show");
        choice.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(choice, Priority.ALWAYS);
        Label label = Texts.quiet("Series");
        label.setMinWidth(Region.USE_PREF_SIZE);
        label.setLabelFor(choice);
        getChildren().addAll(label, choice);
        choice.setConverter(new StringConverter<>() {
            @Override
            public String toString(@Nullable SliceSeries series) {
                return series == null ? "" : name(series);
            }

            @Override
            public @Nullable SliceSeries fromString(String text) {
                return null;
            }
        });
        slices.sliceProperty().subscribe(this::follow);
        choice.valueProperty().subscribe(series -> {
            if (series != null) {
                slices.choose(series);
            }
        });
    }

    private void follow(@Nullable OpenSlice slice) {
        boolean several = slice != null && slice.together().size() > 1;
        setVisible(several);
        setManaged(several);
        if (slice == null) {
            return;
        }
        if (!choice.getItems().equals(slice.together())) {
            choice.getItems().setAll(slice.together());
        }
        choice.setValue(slice.series());
    }

    private static String name(SliceSeries series) {
        String title = series.title().isEmpty() ? series.fileName(0) : series.title();
        return title + " (" + series.size() + (series.size() == 1 ? " slice)" : " slices)");
    }
}
