package gazelle.app.desktop;

import gazelle.app.desktop.viewmodel.LayerRow.Protection;
import java.util.Locale;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.shape.SVGPath;

/** The pictures that stand for how a layer is protected. */
final class Glyph {
    private static final double SIDE = 16;

    /** A padlock. */
    private static final String LOCK = "M5 7V5a3 3 0 0 1 6 0v2h1v7H4V7zM6.5 7h3V5a1.5 1.5 0 0 0-3 0z";

    /** An AND gate with its wires. */
    private static final String GATE =
            "M4 3h4a5 5 0 0 1 0 10H4zM5.5 4.5v7H8a3.5 3.5 0 0 0 0-7zM1 5h3v1.4H1zM1 9.6h3V11H1zM13 7.3h2.6v1.4H13z";

    /** Two halves of a whole. */
    private static final String SHARES = "M7.2 3v10A5 5 0 0 1 7.2 3zM8.8 3v10A5 5 0 0 0 8.8 3z";

    private Glyph() {}

    static Region of(Protection protection) {
        SVGPath path = new SVGPath();
        path.setContent(
                switch (protection) {
                    case ENCRYPTED -> LOCK;
                    case ACTIVATION -> GATE;
                    case SHARED -> SHARES;
                });
        path.getStyleClass().add("glyph-shape");
        StackPane glyph = new StackPane(path);
        glyph.getStyleClass().addAll("glyph", protection.name().toLowerCase(Locale.ROOT));
        glyph.setMinSize(SIDE, SIDE);
        glyph.setPrefSize(SIDE, SIDE);
        glyph.setMaxSize(SIDE, SIDE);
        return glyph;
    }
}
