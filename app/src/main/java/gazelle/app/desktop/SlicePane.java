package gazelle.app.desktop;

import gazelle.app.desktop.viewmodel.OpenSlice;
import gazelle.app.desktop.viewmodel.SliceViewModel;
import gazelle.app.service.PreparedSlice;
import gazelle.viewer.fx.SeriesBar;
import gazelle.viewer.fx.SliceView;
import gazelle.viewer.slice.SliceInfo;
import gazelle.viewer.slice.SliceTag;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/**
 * The open series: the slice beside the exact model input, what changes slice and display, what is known of it; or the
 * invitation to open one. A file's problem stands above.
 */
final class SlicePane extends VBox {
    private static final double LEAST_HEIGHT = 240;

    private final SliceViewModel slices;
    private final SliceView view = new SliceView();
    private final SeriesBar seriesBar = new SeriesBar();
    private final Label fileName = new Label();
    private final Label description = Texts.quiet("");
    private final Label leftOut = Texts.quiet("");
    private final Label inputCaption = Texts.quiet("");
    private final Label warnings = Texts.warning("input-warnings");
    private final Label burnedIn = Texts.warning("burned-in");
    private final VBox problemBox = new VBox();
    private @Nullable OpenSlice shown;

    /**
     * @param slices the open series
     * @param openers the buttons of the invitation that open files
     */
    SlicePane(SliceViewModel slices, List<Node> openers) {
        this.slices = slices;
        getStyleClass().addAll("card", "slice-card");
        view.setId("slice-view");
        view.setMinHeight(0);
        view.setOnSliceStep(slices::step);
        seriesBar.setOnRequest(slices::select);
        VBox invitation = invitation(openers);
        StackPane stage = new StackPane(view, invitation);
        stage.setMinHeight(LEAST_HEIGHT);
        VBox.setVgrow(stage, Priority.ALWAYS);
        problemBox.getStyleClass().add("problem");
        problemBox.setId("problem");
        VBox below = new VBox(seriesBar, new DisplayBar(view), caption(), new TagsPane(slices));
        below.getStyleClass().add("card-content");
        below.setMinHeight(Region.USE_PREF_SIZE);
        getChildren().addAll(problemBox, new SeriesChoice(slices), stage, below);

        slices.sliceProperty().subscribe(slice -> {
            invitation.setVisible(slice == null);
            view.setVisible(slice != null);
            below.setVisible(slice != null);
            below.setManaged(slice != null);
            showSlice(slice);
        });
        slices.wantedProperty().subscribe(_ -> follow());
        slices.preparedProperty().subscribe(this::showInput);
        slices.problemProperty().subscribe(this::showProblem);
        slices.burnedInProperty()
                .subscribe(words -> Texts.fill(burnedIn, words.isEmpty() ? List.of() : List.of(words)));
        slices.leftOutProperty().subscribe(words -> {
            leftOut.setText(words);
            leftOut.setManaged(!words.isEmpty());
        });
    }

    /** The view, whose keys work in the whole window. */
    SliceView view() {
        return view;
    }

    private static VBox invitation(List<Node> openers) {
        Label words = new Label("Drop an MRI slice here, or open a sample.");
        words.getStyleClass().add("invitation-words");
        words.setWrapText(true);
        Label formats =
                Texts.quiet("DICOM, NIfTI, PNG or JPEG; a folder or ZIP archive too. It stays on this computer.");
        HBox buttons = new HBox(openers.toArray(Node[]::new));
        buttons.getStyleClass().addAll("buttons", "centred");
        VBox box = new VBox(words, formats, buttons);
        box.getStyleClass().add("invitation");
        box.setAlignment(Pos.CENTER);
        return box;
    }

    private VBox caption() {
        fileName.getStyleClass().add("file-name");
        fileName.setId("file-name");
        return new VBox(fileName, description, leftOut, inputCaption, burnedIn, warnings);
    }

    private void showSlice(@Nullable OpenSlice slice) {
        if (slice == null) {
            shown = null;
            view.clear();
            return;
        }
        if (shown != null && shown.series() == slice.series()) {
            view.showNext(slice.content());
        } else {
            view.show(slice.content());
        }
        shown = slice;
        view.setPlace(slice.series().size() > 1 ? slice.place() : "");
        seriesBar.show(slice.index(), slice.series().size());
        follow();
        fileName.setText(slice.fileName());
        description.setText(describe(slice.content().info()));
    }

    private void follow() {
        if (shown != null) {
            seriesBar.follow(slices.wantedProperty().get(), shown.series().size());
        }
    }

    private void showInput(@Nullable PreparedSlice prepared) {
        Texts.fill(warnings, prepared == null ? List.of() : prepared.warnings());
        view.modelInputProperty().set(prepared == null ? null : prepared.input());
        inputCaption.setManaged(prepared != null);
        inputCaption.setText(
                prepared == null
                        ? ""
                        : "Right: the exact model input, "
                                + prepared.input().width() + " x "
                                + prepared.input().height());
    }

    private void showProblem(SliceViewModel.@Nullable SliceProblem problem) {
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
        info.lossyMark().ifPresent(parts::add);
        parts.addAll(info.notes());
        return String.join("  \u00b7  ", parts);
    }
}
