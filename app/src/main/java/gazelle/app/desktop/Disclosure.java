package gazelle.app.desktop;

import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Region;

/** The table that says what a server gets to see and what not. */
final class Disclosure {
    static final String TITLE = "What leaves this computer";

    private static final double WORDS_WIDTH = 380;

    private Disclosure() {}

    static GridPane table() {
        GridPane table = new GridPane();
        table.getStyleClass().add("disclosure");
        table.setId("disclosure");
        String[][] rows = {
            {"Stays here", "The image, its tags, the keys, the result."},
            {"Is sent", "Encrypted numbers and messages of the protocol."},
            {"Server can see", "Address, time, model, sizes of messages."},
            {"Server can't see", "Pixels, patient data, the result."},
        };
        for (int i = 0; i < rows.length; i++) {
            Label head = Texts.quiet(rows[i][0]);
            head.setMinWidth(Region.USE_PREF_SIZE);
            Label words = Texts.body(rows[i][1]);
            words.setPrefWidth(WORDS_WIDTH);
            table.addRow(i, head, words);
        }
        table.add(Texts.quiet("Assumes a server that follows the protocol."), 0, rows.length, 2, 1);
        return table;
    }
}
