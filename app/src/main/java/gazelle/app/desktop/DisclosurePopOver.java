package gazelle.app.desktop;

import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import org.controlsfx.control.PopOver;

/** Says what a server gets to see and what not. */
final class DisclosurePopOver {
    private static final double WORDS_WIDTH = 320;

    private DisclosurePopOver() {}

    static void show(Node owner) {
        GridPane table = new GridPane();
        table.getStyleClass().add("disclosure");
        table.setId("disclosure");
        table.addRow(0, Texts.quiet("Stays here"), words("The image, its tags, the keys, the result."));
        table.addRow(1, Texts.quiet("Is sent"), words("Encrypted numbers and messages of the protocol."));
        table.addRow(2, Texts.quiet("Server can see"), words("Address, time, model, sizes of messages."));
        table.addRow(3, Texts.quiet("Server can't see"), words("Pixels, patient data, the result."));
        table.add(Texts.quiet("Assumes a server that follows the protocol."), 0, 4, 2, 1);
        PopOver popOver = new PopOver(table);
        popOver.setTitle("What leaves this computer");
        popOver.setHeaderAlwaysVisible(true);
        popOver.setDetachable(false);
        popOver.setArrowLocation(PopOver.ArrowLocation.TOP_RIGHT);
        popOver.show(owner);
    }

    private static Label words(String text) {
        Label label = Texts.body(text);
        label.setPrefWidth(WORDS_WIDTH);
        return label;
    }
}
