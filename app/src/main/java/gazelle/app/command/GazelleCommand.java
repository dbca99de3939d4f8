package gazelle.app.command;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The common part of all commands: help, the notice, standard output and standard error. */
@Command(
        footer = {"", "Research use only. Not for diagnosis."},
        mixinStandardHelpOptions = true,
        sortOptions = false)
abstract class GazelleCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    CommandLine commandLine() {
        if (spec == null) {
            throw new IllegalStateException("spec: null (expected: set by the command line)");
        }
        return spec.commandLine();
    }

    PrintWriter out() {
        return commandLine().getOut();
    }

    PrintWriter err() {
        return commandLine().getErr();
    }

    /** Tells people what went wrong with one of the things that they named. */
    void complain(Object name, @Nullable String message) {
        PrintWriter err = err();
        err.println("gazelle: " + name + ": " + message);
        err.flush();
    }

    /** The command line is wrong. */
    ParameterException usage(@Nullable String message) {
        return new ParameterException(commandLine(), message);
    }
}
