package gazelle.app.desktop;

import gazelle.app.desktop.viewmodel.SliceViewModel;
import gazelle.viewer.fx.TagView;
import javafx.scene.control.Hyperlink;
import javafx.scene.layout.VBox;

/** The header of the slice's file, unfolded on demand: it is read only then. */
final class TagsPane extends VBox {
    private static final double HEIGHT = 300;

    private final SliceViewModel slices;
    private final TagView tags = new TagView();
    private final Hyperlink toggle = new Hyperlink();

    TagsPane(SliceViewModel slices) {
        this.slices = slices;
        toggle.setId("toggle-tags");
        toggle.setOnAction(_ -> unfold(!tags.isVisible()));
        tags.setPrefHeight(HEIGHT);
        tags.setMinHeight(HEIGHT);
        getChildren().addAll(toggle, tags);
        slices.headerProperty().subscribe(tags::show);
        unfold(false);
    }

    private void unfold(boolean wanted) {
        tags.setVisible(wanted);
        tags.setManaged(wanted);
        toggle.setText(wanted ? "Hide the file's header" : "Show the file's header");
        slices.setHeaderWanted(wanted);
    }
}
