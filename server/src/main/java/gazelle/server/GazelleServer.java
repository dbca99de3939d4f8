package gazelle.server;

import gazelle.protocol.version.ProgramVersion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The server's main class: serves compiled models to clients that keep their images to themselves. */
@Command(
        name = "gazelle-server",
        description = "Serves compiled models for private classification: it never sees an image.",
        mixinStandardHelpOptions = true,
        versionProvider = GazelleServer.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {ServeCommand.class, RenewCommand.class, HelpCommand.class})
public final class GazelleServer {
    private GazelleServer() {}

    /** Starts the program; the exit status is 0, 1 for an error while starting or 2 for a wrong command line. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** The command line, for {@link #main} and for tests. */
    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new GazelleServer());
        commandLine.setExecutionExceptionHandler((problem, command, _) -> {
            String message = problem instanceof StartException
                    ? problem.getMessage()
                    : "an unexpected error ended the server ("
                            + problem.getClass().getSimpleName() + "). Tell its developers.";
            command.getErr().println("gazelle-server: " + message);
            command.getErr().flush();
            return CommandLine.ExitCode.SOFTWARE;
        });
        return commandLine;
    }

    /** The line that {@code --version} prints. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"gazelle-server " + ProgramVersion.text()};
        }
    }
}
