package gazelle.app.desktop.viewmodel;

import java.io.File;
import java.util.Optional;
import java.util.function.Consumer;

/** Every dialog of the desktop. Views and view-models show dialogs through it alone, so that tests answer for people. */
public interface DialogService {
    /** Lets people choose a file; empty if they choose none. */
    Optional<File> chooseFile();

    /** Lets people choose a folder; empty if they choose none. */
    Optional<File> chooseFolder();

    /**
     * Asks for consent and returns at once.
     *
     * @param question to show
     * @param answer told once whether people agree
     */
    void askForConsent(ConsentQuestion question, Consumer<Boolean> answer);

    /** Tells what leaves this computer. */
    void tellWhatLeaves();

    /** Lets people connect to a server on the network. */
    void connectToServer();

    /** Lists the servers whose keys are trusted, to remove some. */
    void listTrustedServers();
}
