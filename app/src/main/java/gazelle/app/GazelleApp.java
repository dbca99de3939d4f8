package gazelle.app;

import gazelle.app.command.ClassifyCommand;
import gazelle.app.command.DeidentifyCommand;
import gazelle.app.command.FindCommand;
import gazelle.app.command.InspectCommand;
import gazelle.app.command.VerifyCommand;
import gazelle.app.desktop.DesktopLauncher;
import gazelle.app.dicomweb.DicomWebException;
import gazelle.app.service.UnsuitableRuntimeException;
import gazelle.app.service.UnusableModelsException;
import gazelle.crypto.processor.ConstantTimeCheck;
import gazelle.protocol.version.ProgramVersion;
import gazelle.protocol.wire.SessionException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The clinician's main class: without arguments the desktop opens, with a command the terminal is used. */
@Command(
        name = "gazelle",
        description = "Private classification of MRI slices. Without a command, the desktop opens.",
        footer = {"", "Research use only. Not for diagnosis."},
        mixinStandardHelpOptions = true,
        versionProvider = GazelleApp.Version.class,
        subcommands = {
            ClassifyCommand.class,
            VerifyCommand.class,
            FindCommand.class,
            InspectCommand.class,
            DeidentifyCommand.class,
            HelpCommand.class
        })
public final class GazelleApp implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(GazelleApp.class);

    /** Stands for bytes of an argument that are none in the terminal's character set. */
    private static final char UNKNOWN_CHARACTER = '\uFFFD';

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Option(
            names = ConstantTimeCheck.OPTION,
            description =
                    "Open the desktop although Java does not use this processor's AES and FMA instructions: images then "
                            + "show in how long things take.")
    private boolean slowAndNotConstantTime;

    private GazelleApp() {}

    /** Starts the program; the exit status is 0, 1 for an error or 2 for a wrong command line. */
    public static void main(String[] arguments) {
        CommandLine commandLine = commandLine();
        for (String argument : arguments) {
            Optional<String> refusal = refusalOf(argument);
            if (refusal.isPresent()) {
                commandLine.getErr().println("gazelle: " + refusal.get());
                commandLine.getErr().flush();
                System.exit(CommandLine.ExitCode.USAGE);
            }
        }
        System.exit(commandLine.execute(arguments));
    }

    /** Returns what people are told of an argument with characters that Java could not make out; empty if it has none. */
    static Optional<String> refusalOf(String argument) {
        return argument.indexOf(UNKNOWN_CHARACTER) < 0
                ? Optional.empty()
                : Optional.of(
                        argument + ": This name holds characters that the character set of this terminal ("
                                + System.getProperty("sun.jnu.encoding")
                                + ") does not have, so no file can be found by it. "
                                + "Nothing was done. Set a UTF-8 locale (LC_ALL=C.UTF-8), or give the folder that the file lies in.");
    }

    /** The command line, for {@link #main} and for tests. */
    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new GazelleApp());
        commandLine.setExecutionExceptionHandler((problem, command, _) -> {
            command.getErr().println("gazelle: " + messageOf(problem));
            command.getErr().flush();
            return CommandLine.ExitCode.SOFTWARE;
        });
        return commandLine;
    }

    private static String messageOf(Exception problem) {
        return problem instanceof SessionException
                        || problem instanceof UnusableModelsException
                        || problem instanceof UnsuitableRuntimeException
                        || problem instanceof DicomWebException
                ? String.valueOf(problem.getMessage())
                : "An unexpected error ended the program (" + problem.getClass().getSimpleName()
                        + "). No result was produced. Tell its developers.";
    }

    /** Opens the desktop and returns when its window is closed. */
    @Override
    public Integer call() {
        Optional<String> refusal = ConstantTimeCheck.ofThisRuntime().refusal("Images", slowAndNotConstantTime);
        if (refusal.isPresent()) {
            return refuse(refusal.get());
        }
        DesktopLauncher.launch();
        return CommandLine.ExitCode.OK;
    }

    /** On the terminal first: there may be no screen for a window. */
    private int refuse(String message) {
        PrintWriter err = command.commandLine().getErr();
        err.println("gazelle: " + message);
        err.flush();
        try {
            DesktopLauncher.refuse(message);
        } catch (RuntimeException noScreen) {
            LOG.debug("no window could be opened", noScreen);
        }
        return CommandLine.ExitCode.SOFTWARE;
    }

    /** The line that {@code --version} prints. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"gazelle " + ProgramVersion.text()};
        }
    }
}
