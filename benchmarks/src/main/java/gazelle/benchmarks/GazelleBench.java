package gazelle.benchmarks;

import gazelle.benchmarks.party.PartyException;
import gazelle.protocol.version.ProgramVersion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The benchmark program's main class: whole networks between two processes, and single kernels. */
@Command(
        name = "gazelle-bench",
        description = "Measures private inference: time, bytes, rounds and memory.",
        mixinStandardHelpOptions = true,
        versionProvider = GazelleBench.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            NetworksCommand.class,
            KernelsCommand.class,
            ExtractionCommand.class,
            PartyCommand.class,
            HelpCommand.class
        })
public final class GazelleBench {
    private GazelleBench() {}

    /** Starts the program; the exit status is 0, 1 if a measurement failed or a result was wrong, or 2 for a wrong command line. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** The command line, for {@link #main} and for tests. */
    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new GazelleBench());
        commandLine.setExecutionExceptionHandler((problem, command, _) -> {
            command.getErr()
                    .println("gazelle-bench: "
                            + (problem instanceof PartyException ? problem.getMessage() : problem.toString()));
            command.getErr().flush();
            return CommandLine.ExitCode.SOFTWARE;
        });
        return commandLine;
    }

    /** The line that {@code --version} prints. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"gazelle-bench " + ProgramVersion.text()};
        }
    }
}
