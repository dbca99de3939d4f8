package gazelle.viewer.fx;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;
import javafx.event.Event;
import javafx.event.EventType;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.SnapshotParameters;
import javafx.scene.image.PixelReader;
import javafx.scene.image.WritableImage;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.PickResult;
import javafx.scene.input.ScrollEvent;
import javafx.scene.paint.Color;
import javafx.scene.transform.Transform;
import javafx.stage.Stage;
import javax.imageio.ImageIO;

/** JavaFX in tests: its thread, events as a user makes them, and pictures left in {@code target/snapshots}. */
final class Fx {
    private static final Path SNAPSHOTS = Path.of("target", "snapshots");
    private static final int DEADLINE_SECONDS = 60;
    private static boolean started;

    private Fx() {}

    static synchronized <T> T on(Callable<T> task) throws Exception {
        if (!started) {
            CountDownLatch ready = new CountDownLatch(1);
            Platform.startup(ready::countDown);
            Platform.setImplicitExit(false);
            ready.await(DEADLINE_SECONDS, TimeUnit.SECONDS);
            started = true;
        }
        FutureTask<T> future = new FutureTask<>(task);
        Platform.runLater(future);
        return future.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
    }

    /** Something done on JavaFX's thread. */
    interface Task {
        void run() throws Exception;
    }

    static void run(Task task) throws Exception {
        on(() -> {
            task.run();
            return true;
        });
    }

    /** Returns when what changed was laid out and drawn. */
    static void awaitPulse() throws Exception {
        CountDownLatch drawn = new CountDownLatch(2);
        AnimationTimer timer = on(() -> {
            AnimationTimer counting = new AnimationTimer() {
                @Override
                public void handle(long now) {
                    drawn.countDown();
                }
            };
            counting.start();
            return counting;
        });
        boolean inTime = drawn.await(DEADLINE_SECONDS, TimeUnit.SECONDS);
        run(timer::stop);
        if (!inTime) {
            throw new AssertionError("nothing was drawn within " + DEADLINE_SECONDS + " s");
        }
    }

    /** Gives a node a window's size and lays it out. */
    static void layout(Parent root, double width, double height) {
        if (root.getScene() == null) {
            // Some controls draw their text only in a window.
            Stage stage = new Stage();
            stage.setScene(new Scene(root, width, height));
            stage.show();
        }
        root.resize(width, height);
        root.applyCss();
        root.layout();
    }

    static void mouse(Node node, EventType<MouseEvent> type, double x, double y, MouseButton button, int clicks) {
        boolean released = type == MouseEvent.MOUSE_RELEASED || type == MouseEvent.MOUSE_MOVED;
        Event.fireEvent(
                node,
                new MouseEvent(
                        type,
                        x,
                        y,
                        x,
                        y,
                        button,
                        clicks,
                        false,
                        false,
                        false,
                        false,
                        button == MouseButton.PRIMARY && !released,
                        button == MouseButton.MIDDLE && !released,
                        false,
                        true,
                        false,
                        true,
                        new PickResult(node, x, y)));
    }

    static void dragged(Node node, MouseButton button, Point2D from, Point2D to) {
        mouse(node, MouseEvent.MOUSE_PRESSED, from.getX(), from.getY(), button, 1);
        mouse(node, MouseEvent.MOUSE_DRAGGED, to.getX(), to.getY(), button, 1);
        mouse(node, MouseEvent.MOUSE_RELEASED, to.getX(), to.getY(), button, 1);
    }

    static void wheel(Node node, double x, double y, double delta, boolean control) {
        Event.fireEvent(
                node,
                new ScrollEvent(
                        ScrollEvent.SCROLL,
                        x,
                        y,
                        x,
                        y,
                        false,
                        control,
                        false,
                        false,
                        false,
                        false,
                        0,
                        delta,
                        0,
                        delta,
                        ScrollEvent.HorizontalTextScrollUnits.NONE,
                        0,
                        ScrollEvent.VerticalTextScrollUnits.NONE,
                        0,
                        0,
                        new PickResult(node, x, y)));
    }

    static KeyEvent key(KeyCode code, boolean shift, boolean control) {
        return new KeyEvent(KeyEvent.KEY_PRESSED, "", code.getName(), code, shift, control, false, false);
    }

    /** Leaves a picture of a scene at a scale of the screen. */
    static WritableImage snapshot(Parent root, double scale, String name) throws IOException {
        root.applyCss();
        root.layout();
        SnapshotParameters parameters = new SnapshotParameters();
        parameters.setTransform(Transform.scale(scale, scale));
        parameters.setFill(Color.web("#eef1f5"));
        WritableImage picture = root.snapshot(parameters, null);
        int width = (int) picture.getWidth();
        int height = (int) picture.getHeight();
        BufferedImage copy = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        PixelReader reader = picture.getPixelReader();
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                copy.setRGB(x, y, reader.getArgb(x, y));
            }
        }
        Files.createDirectories(SNAPSHOTS);
        ImageIO.write(copy, "png", SNAPSHOTS.resolve(name + ".png").toFile());
        return picture;
    }
}
