package gazelle.viewer.fx;

import javafx.scene.control.Label;

/** Words over a picture, readable on any brightness of it. */
final class Mark extends Label {
    // As inline style, so that no style sheet of a program turns words on pictures dark.
    private static final String STYLE = "-fx-text-fill: #ffe9a8; -fx-background-color: rgba(0,0,0,0.78);"
            + " -fx-background-radius: 3; -fx-padding: 1 5 1 5; -fx-font-size: ";

    Mark(String name, double fontSize) {
        setId(name);
        getStyleClass().add("mark");
        setStyle(STYLE + fontSize + "px;");
        setMouseTransparent(true);
        setMinSize(USE_PREF_SIZE, USE_PREF_SIZE);
        show("");
    }

    /** Shows words, or nothing if they are empty. */
    void show(String words) {
        setText(words);
        setVisible(!words.isEmpty());
    }
}
