package gazelle.app.desktop;

import javafx.application.Application;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;

/** One window that says why the program does not start, for people who see no terminal; its parameter is the message. */
public final class RefusalApplication extends Application {
    private static final double WIDTH = 600;

    @Override
    public void start(Stage stage) {
        Button close = new Button("Close");
        close.setDefaultButton(true);
        close.setCancelButton(true);
        close.setOnAction(_ -> stage.close());
        HBox buttons = new HBox(close);
        buttons.getStyleClass().addAll("buttons", "modal-buttons");
        VBox content = new VBox(
                Texts.title("Gazelle cannot be used here"),
                Texts.body(getParameters().getRaw().getFirst()));
        content.getStyleClass().add("modal-content");
        VBox root = new VBox(content, buttons);
        root.getStyleClass().addAll("gazelle", "modal");
        root.setPrefWidth(WIDTH);
        Scene scene = new Scene(root);
        scene.getStylesheets().add(ModalWindow.styleSheet());
        stage.setTitle("Gazelle");
        stage.setScene(scene);
        stage.show();
    }
}
