package gazelle.app.desktop;

import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;

/** Labels of the few kinds that the desktop's typography knows. */
final class Texts {
    private Texts() {}

    static Label heading(String text) {
        return styled(text, "heading");
    }

    static Label title(String text) {
        return styled(text, "modal-title");
    }

    static Label body(String text) {
        return styled(text, "body-text");
    }

    static Label quiet(String text) {
        return styled(text, "quiet");
    }

    /** A place for warnings, absent while there are none. */
    static Label warning(String id) {
        Label label = styled("", "caution");
        label.setId(id);
        fill(label, List.of());
        return label;
    }

    static void fill(Label warning, List<String> sentences) {
        warning.setText(String.join("\n", sentences));
        warning.setVisible(!sentences.isEmpty());
        warning.setManaged(!sentences.isEmpty());
    }

    private static Label styled(String text, String styleClass) {
        Label label = new Label(text);
        label.getStyleClass().add(styleClass);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }
}
