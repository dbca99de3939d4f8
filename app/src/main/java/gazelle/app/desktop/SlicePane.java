package gazelle.app.desktop;

import gazelle.app.desktop.viewmodel.OpenSlice;
import gazelle.app.desktop.viewmodel.SliceViewModel;
import gazelle.app.service.PreparedSlice;
import gazelle.viewer.fx.SliceView;
import gazelle.viewer.io.SliceInfo;
import gazelle.viewer.io.SliceTag;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** The open slice beside the exact model input, or the invitation to open one; a file's problem stands above. */
final class SlicePane extends VBox {
    private static final double LEAST_HEIGHT = 240;

    private final SliceView view = new SliceView();
    private final Label fileName = new Label();
    private final Label description = Texts.quiet("");
    private final Label inputCaption = Texts.quiet("");
    private final Label warnings = Texts.warning("input-warnings");
    private final VBox problemBox = new VBox();

    SlicePane(SliceViewModel slices, Button open, MenuButton samples) {
        getStyleClass().addAll("card", "slice-card");
        view.setId("slice-view");
        view.setMinHeight(0);
        VBox invitation = invitation(open, samples);
        StackPane stage = new StackPane(view, invitation);
        stage.setMinHeight(LEAST_HEIGHT);
        VBox.setVgrow(stage, Priority.ALWAYS);
        VBox caption = caption();
        problemBox.getStyleClass().add("problem");
        problemBox.setId("problem");
        getChildren().addAll(problemBox, stage, caption);

        slices.sliceProperty().subscribe(slice -> {
            invitation.setVisible(slice == null);
            view.setVisible(slice != null);
            caption.setVisible(slice != null);
            caption.setManaged(slice != null);
            showSlice(slice);
        });
        slices.preparedProperty().subscribe(this::showInput);
        slices.problemProperty().subscribe(problem -> showProblem(problem, slices));
    }

    private static VBox invitation(Button open, MenuButton samples) {
        Label words = new Label("Drop an MRI slice here, or open a sample.");
        words.getStyleClass().add("invitation-words");
        words.setWrapText(true);
        Label formats = Texts.quiet("DICOM, NIfTI, PNG or JPEG. The slice stays on this computer.");
        HBox buttons = new HBox(open, samples);
        buttons.getStyleClass().addAll("buttons", "centred");
        VBox box = new VBox(words, formats, buttons);
        box.getStyleClass().add("invitation");
        box.setAlignment(Pos.CENTER);
        return box;
    }

    private VBox caption() {
        fileName.getStyleClass().add("file-name");
        fileName.setId("file-name");
        return new VBox(fileName, description, inputCaption, warnings);
    }

    private void showSlice(@Nullable OpenSlice slice) {
        if (slice == null) {
            view.clear();
            return;
        }
        view.show(slice.content().image(), slice.content().initialWindow());
        fileName.setText(slice.fileName());
        description.setText(describe(slice.content().info()));
    }

    private void showInput(@Nullable PreparedSlice prepared) {
        Texts.fill(warnings, prepared == null ? List.of() : prepared.warnings());
        view.modelInputProperty().set(prepared == null ? null : prepared.input());
        inputCaption.setText(
                prepared == null
                        ? ""
                        : "Right: the exact model input, "
                                + prepared.input().width() + " x "
                                + prepared.input().height());
    }

    private void showProblem(SliceViewModel.@Nullable Problem problem, SliceViewModel slices) {
        problemBox.getChildren().clear();
        problemBox.setVisible(problem != null);
        problemBox.setManaged(problem != null);
        if (problem != null) {
            Label title = new Label(problem.fileName());
            title.getStyleClass().add("problem-title");
            Button dismiss = new Button("Dismiss");
            dismiss.setOnAction(_ -> slices.dismissProblem());
            HBox line = new HBox(Texts.body(problem.message()), dismiss);
            HBox.setHgrow(line.getChildren().getFirst(), Priority.ALWAYS);
            line.getStyleClass().add("problem-line");
            dismiss.setMinWidth(Region.USE_PREF_SIZE);
            problemBox.getChildren().addAll(title, line);
        }
    }

    private static String describe(SliceInfo info) {
        List<String> parts = new ArrayList<>();
        parts.add(info.format().displayName());
        parts.add(info.width() + " x " + info.height());
        parts.add(info.bits() + " bit");
        for (SliceTag.Key key :
                List.of(SliceTag.Key.MODALITY, SliceTag.Key.SERIES_DESCRIPTION, SliceTag.Key.INSTANCE_NUMBER)) {
            info.value(key).ifPresent(value -> parts.add(key.displayName() + " " + value));
        }
        parts.addAll(info.notes());
        return String.join("  \u00b7  ", parts);
    }
}
