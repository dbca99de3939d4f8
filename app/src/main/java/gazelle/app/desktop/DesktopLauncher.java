package gazelle.app.desktop;

import javafx.application.Application;

/** Opens the desktop for callers that know no JavaFX. */
public final class DesktopLauncher {
    private DesktopLauncher() {}

    /** Shows the window and returns when it is closed; once a process. */
    public static void launch() {
        Application.launch(DesktopApplication.class);
    }

    /**
     * Shows instead why the program does not start, and returns when that window is closed; once a process.
     *
     * @throws RuntimeException if there is no screen to show it on
     */
    public static void refuse(String message) {
        Application.launch(RefusalApplication.class, message);
    }
}
