package gazelle.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** Runs the program's command line within a test and keeps what it prints. */
public final class CommandRun {
    private CommandRun() {}

    /**
     * The outcome of a command.
     *
     * @param status its exit status
     * @param out its standard output
     * @param err its standard error
     */
    public record Outcome(int status, String out, String err) {}

    /** Runs a command; no stack trace may reach the user. */
    public static Outcome run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine = GazelleApp.commandLine();
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        int status = commandLine.execute(arguments);
        assertThat(err.toString()).doesNotContain("\tat ");
        return new Outcome(status, out.toString(), err.toString());
    }
}
