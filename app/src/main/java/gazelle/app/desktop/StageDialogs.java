package gazelle.app.desktop;

import gazelle.app.desktop.viewmodel.ConsentQuestion;
import gazelle.app.desktop.viewmodel.DialogService;
import gazelle.app.desktop.viewmodel.ServerViewModel;
import java.io.File;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.stage.DirectoryChooser;
import javafx.stage.FileChooser;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;

/** The dialogs as windows over the main one. */
public final class StageDialogs implements DialogService {
    private final Stage stage;
    private final ServerViewModel servers;
    private @Nullable File lastFolder;

    /**
     * @param stage the main window
     * @param servers whose state the dialogs show and change
     */
    public StageDialogs(Stage stage, ServerViewModel servers) {
        this.stage = stage;
        this.servers = servers;
    }

    @Override
    public Optional<File> chooseFile() {
        FileChooser chooser = new FileChooser();
        chooser.setTitle("Open a slice");
        if (lastFolder != null && lastFolder.isDirectory()) {
            chooser.setInitialDirectory(lastFolder);
        }
        @Nullable File chosen = chooser.showOpenDialog(stage);
        if (chosen == null) {
            return Optional.empty();
        }
        lastFolder = chosen.getParentFile();
        return Optional.of(chosen);
    }

    @Override
    public Optional<File> chooseFolder() {
        DirectoryChooser chooser = new DirectoryChooser();
        chooser.setTitle("Open a folder");
        if (lastFolder != null && lastFolder.isDirectory()) {
            chooser.setInitialDirectory(lastFolder);
        }
        @Nullable File chosen = chooser.showDialog(stage);
        if (chosen == null) {
            return Optional.empty();
        }
        lastFolder = chosen;
        return Optional.of(chosen);
    }

    @Override
    public void askForConsent(ConsentQuestion question, Consumer<Boolean> answer) {
        ConsentWindow.ask(question, answer, stage);
    }

    @Override
    public void tellWhatLeaves() {
        ConsentWindow.tell(stage);
    }

    @Override
    public void connectToServer() {
        ConnectWindow.open(servers, stage);
    }

    @Override
    public void listTrustedServers() {
        TrustedServersWindow.open(servers, stage);
    }
}
