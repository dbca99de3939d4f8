package gazelle.app.desktop;

import java.net.URL;
import java.util.Objects;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.stage.Modality;
import javafx.stage.Stage;
import javafx.stage.Window;

/** A window over another one, which waits: words, and a row of buttons of which one answers Escape. */
final class ModalWindow {
    private static final double WIDTH = 600;

    private final Stage stage = new Stage();
    private final VBox content = new VBox();
    private final HBox buttons = new HBox();

    ModalWindow(Window owner, String title) {
        stage.initOwner(owner);
        stage.initModality(Modality.WINDOW_MODAL);
        stage.setTitle(title);
        stage.setResizable(false);
        content.getStyleClass().add("modal-content");
        buttons.getStyleClass().addAll("buttons", "modal-buttons");
        VBox root = new VBox(content, buttons);
        root.getStyleClass().addAll("gazelle", "modal");
        root.setPrefWidth(WIDTH);
        Scene scene = new Scene(root);
        scene.getStylesheets().add(styleSheet());
        stage.setScene(scene);
    }

    /** The address of the desktop's style sheet. */
    static String styleSheet() {
        URL style = Objects.requireNonNull(ModalWindow.class.getResource("gazelle.css"), "gazelle.css");
        return style.toExternalForm();
    }

    void setContent(Node... nodes) {
        content.getChildren().setAll(nodes);
    }

    /** The last button is the one that Escape presses. */
    void setButtons(Button... row) {
        buttons.getChildren().setAll(row);
        row[row.length - 1].setCancelButton(true);
        stage.sizeToScene();
    }

    /** Closing the window by its frame presses nothing: {@code action} runs instead. */
    void onCloseRequest(Runnable action) {
        stage.setOnCloseRequest(_ -> action.run());
    }

    void show() {
        stage.show();
        stage.sizeToScene();
    }

    boolean isShowing() {
        return stage.isShowing();
    }

    void close() {
        stage.close();
    }
}
