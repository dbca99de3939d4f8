package gazelle.app.desktop;

import javafx.application.Application;

/** Opens the desktop for callers that know no JavaFX. */
public final class DesktopLauncher {
    private DesktopLauncher() {}

    /** Shows the window and returns when it is closed; once a process. */
    public static void launch() {
        Application.launch(DesktopApplication.class);
    }
}
