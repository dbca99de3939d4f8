package gazelle.viewer.fx;

import gazelle.viewer.display.ScaleBar;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.shape.LineTo;
import javafx.scene.shape.MoveTo;
import javafx.scene.shape.Path;
import javafx.scene.shape.StrokeLineCap;
import org.jspecify.annotations.Nullable;

/** A scale bar with its label above it; light on a dark edge, so that it is seen on any picture. */
final class ScaleLine extends Region {
    private static final double TICK = 5;
    private static final Color LIGHT = Color.web("#ffe9a8");

    private final Path edge = new Path();
    private final Path line = new Path();
    private final Mark label = new Mark("scale", 12);
    private double length;

    ScaleLine() {
        setMouseTransparent(true);
        edge.setStroke(Color.BLACK);
        edge.setStrokeWidth(4);
        edge.setStrokeLineCap(StrokeLineCap.SQUARE);
        line.setStroke(LIGHT);
        line.setStrokeWidth(1.5);
        getChildren().addAll(edge, line, label);
        show(null);
    }

    void show(@Nullable ScaleBar bar) {
        setVisible(bar != null);
        edge.getElements().clear();
        line.getElements().clear();
        if (bar != null) {
            length = bar.viewLength();
            label.show(bar.label());
            draw(edge);
            draw(line);
            requestLayout();
        }
    }

    private void draw(Path path) {
        path.getElements()
                .setAll(new MoveTo(0, 0), new LineTo(0, TICK), new LineTo(length, TICK), new LineTo(length, 0));
    }

    @Override
    protected double computePrefWidth(double height) {
        return Math.max(length, label.prefWidth(-1));
    }

    @Override
    protected double computePrefHeight(double width) {
        return label.prefHeight(-1) + 3 + TICK + 2;
    }

    @Override
    protected void layoutChildren() {
        label.autosize();
        label.relocate(0, 0);
        double top = label.getHeight() + 3;
        edge.relocate(-2, top - 2);
        line.relocate(-0.75, top - 0.75);
    }
}
