package gazelle.app.desktop;

import gazelle.app.desktop.viewmodel.DialogService;
import gazelle.app.desktop.viewmodel.OpenSlice;
import gazelle.app.desktop.viewmodel.RunViewModel;
import gazelle.app.desktop.viewmodel.ServerViewModel;
import gazelle.app.desktop.viewmodel.SliceViewModel;
import gazelle.app.service.PreparedSlice;
import gazelle.app.service.ResultWords;
import gazelle.viewer.fx.SliceKeys;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.input.DragEvent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import javafx.util.Duration;

/** The main window: slice, result and model on the left, the run on the right, the notice below. */
public final class WorkspaceView {
    private static final double WIDTH = 1280;
    private static final double HEIGHT = 820;
    private static final double MIN_WIDTH = 960;
    private static final double MIN_HEIGHT = 600;
    private static final double RUN_WIDTH = 528;
    private static final double TICK_MILLIS = 200;

    private final SliceViewModel slices;
    private final RunViewModel runs;
    private final ServerViewModel servers;
    private final DialogService dialogs;
    private final List<Path> samples;
    private final BorderPane root = new BorderPane();

    /**
     * @param slices the open slice
     * @param runs the model and its runs
     * @param servers the server in use
     * @param dialogs over the window
     * @param samples bundled slices to offer; may be empty
     */
    public WorkspaceView(
            SliceViewModel slices,
            RunViewModel runs,
            ServerViewModel servers,
            DialogService dialogs,
            List<Path> samples) {
        this.slices = slices;
        this.runs = runs;
        this.servers = servers;
        this.dialogs = dialogs;
        this.samples = List.copyOf(samples);
        runs.offerProperty().subscribe(slices::setOffer);
    }

    /** Builds the window in a stage and shows it. */
    public void showIn(Stage stage) {
        SlicePane slicePane = new SlicePane(slices, List.of(openButton(), samplesButton()));
        VBox left = new VBox(slicePane, new ResultPane(slices, runs), new ModelPane(runs));
        left.getStyleClass().add("column");
        VBox.setVgrow(slicePane, Priority.ALWAYS);

        VBox right = new VBox(new RunPane(slices, runs, this::classify, dialogs));
        right.getStyleClass().add("column");
        ScrollPane leftScroll = scrolling(left);
        leftScroll.setFitToHeight(true);
        leftScroll.setMinWidth(0);
        ScrollPane rightScroll = scrolling(right);
        rightScroll.setPrefWidth(RUN_WIDTH);
        rightScroll.setMinWidth(RUN_WIDTH);

        HBox centre = new HBox(leftScroll, rightScroll);
        centre.getStyleClass().add("workspace");
        centre.setMinHeight(0);
        HBox.setHgrow(leftScroll, Priority.ALWAYS);

        root.getStyleClass().add("gazelle");
        root.setTop(header());
        root.setCenter(centre);
        root.setBottom(notice());
        acceptDrops();

        Scene scene = new Scene(root, WIDTH, HEIGHT);
        scene.getStylesheets().add(ModalWindow.styleSheet());
        addKeys(scene, new SliceKeys(slicePane.view()));
        keepTime();
        stage.setTitle("Gazelle");
        stage.setMinWidth(MIN_WIDTH);
        stage.setMinHeight(MIN_HEIGHT);
        stage.setScene(scene);
        stage.show();
    }

    private static ScrollPane scrolling(VBox column) {
        ScrollPane pane = new ScrollPane(column);
        pane.setFitToWidth(true);
        pane.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        pane.getStyleClass().add("column-scroll");
        return pane;
    }

    private HBox header() {
        Label name = new Label("Gazelle");
        name.getStyleClass().add("app-name");
        Label purpose = new Label("Private classification of MRI slices");
        purpose.getStyleClass().add("app-purpose");
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        ServerMenu server = new ServerMenu(servers, runs, dialogs);
        HBox header = new HBox(name, purpose, space, server, samplesButton(), openButton());
        header.getStyleClass().add("header");
        return header;
    }

    private static HBox notice() {
        Label words = new Label(ResultWords.NOTICE);
        words.setId("notice");
        HBox strip = new HBox(words);
        strip.getStyleClass().add("notice");
        return strip;
    }

    private MenuButton openButton() {
        MenuItem file = new MenuItem("A file...  (Ctrl+O)");
        file.setOnAction(_ -> slices.openFile());
        MenuItem folder = new MenuItem("A folder with its series...  (Ctrl+Shift+O)");
        folder.setOnAction(_ -> slices.openFolder());
        MenuButton button = new MenuButton("Open", null, file, folder);
        button.setTooltip(new Tooltip("DICOM, NIfTI, PNG or JPEG; a ZIP archive of them or a folder"));
        return button;
    }

    private MenuButton samplesButton() {
        MenuButton button = new MenuButton("Samples");
        button.setAccessibleText("Open a bundled sample slice");
        for (Path sample : samples) {
            MenuItem item = new MenuItem(String.valueOf(sample.getFileName()));
            item.setOnAction(_ -> slices.open(sample));
            button.getItems().add(item);
        }
        button.setDisable(samples.isEmpty());
        return button;
    }

    private void classify() {
        OpenSlice slice = slices.sliceProperty().get();
        PreparedSlice prepared = slices.preparedProperty().get();
        if (slice != null && prepared != null) {
            runs.classify(slice, prepared);
        }
    }

    private void addKeys(Scene scene, SliceKeys sliceKeys) {
        scene.getAccelerators().put(new KeyCodeCombination(KeyCode.O, KeyCombination.SHORTCUT_DOWN), slices::openFile);
        scene.getAccelerators()
                .put(
                        new KeyCodeCombination(KeyCode.O, KeyCombination.SHORTCUT_DOWN, KeyCombination.SHIFT_DOWN),
                        slices::openFolder);
        scene.getAccelerators()
                .put(new KeyCodeCombination(KeyCode.ENTER, KeyCombination.SHORTCUT_DOWN), this::classify);
        // A filter, because controls that have the focus, such as menu buttons and sliders, take keys for themselves.
        scene.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE && runs.busy().get()) {
                runs.stop();
                event.consume();
            } else {
                sliceKeys.press(event, scene.getFocusOwner());
            }
        });
    }

    private void acceptDrops() {
        root.addEventHandler(DragEvent.DRAG_OVER, event -> {
            if (event.getDragboard().hasFiles()) {
                event.acceptTransferModes(TransferMode.COPY);
                event.consume();
            }
        });
        root.addEventHandler(DragEvent.DRAG_DROPPED, event -> {
            List<File> files = event.getDragboard().getFiles();
            if (!files.isEmpty()) {
                slices.open(files.getFirst());
            }
            event.setDropCompleted(!files.isEmpty());
            event.consume();
        });
    }

    private void keepTime() {
        Timeline clock = new Timeline(new KeyFrame(Duration.millis(TICK_MILLIS), _ -> runs.tick()));
        clock.setCycleCount(Animation.INDEFINITE);
        runs.busy().subscribe(busy -> {
            if (busy) {
                clock.play();
            } else {
                clock.stop();
            }
        });
    }
}
