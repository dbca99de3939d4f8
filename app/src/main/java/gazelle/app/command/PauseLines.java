package gazelle.app.command;

import gazelle.app.service.ResultWords;
import java.io.Console;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;

/** Tells people at a terminal, beside the results, that a server makes them wait. */
final class PauseLines {
    private final PrintWriter err;
    private final boolean shown;

    /**
     * @param shown false where nobody reads along, so that nothing is printed
     */
    PauseLines(PrintWriter err, boolean shown) {
        this.err = err;
        this.shown = shown;
    }

    /** Returns whether the program runs at a terminal. */
    static boolean onTerminal() {
        // Java 25 has no console where input or output is redirected.
        return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    }

    void stalled(Duration quiet) {
        print(ResultWords.pause(quiet) + " Still waiting.");
    }

    void resumed(Duration lasted) {
        print("The server goes on, after " + lasted.toSeconds() + " s.");
    }

    private void print(String sentence) {
        if (shown) {
            err.println("gazelle: " + sentence);
            err.flush();
        }
    }
}
