package gazelle.models;

import gazelle.models.compile.CompileCommand;
import gazelle.models.data.UnusableDataException;
import gazelle.models.evaluate.EvaluateCommand;
import gazelle.models.onnx.OnnxFormatException;
import gazelle.models.train.TrainCommand;
import gazelle.protocol.model.ModelFormatException;
import gazelle.protocol.version.ProgramVersion;
import gazelle.protocol.wire.SessionException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code gazelle-models}: compiles, evaluates and trains models. */
@Command(
        name = "gazelle-models",
        mixinStandardHelpOptions = true,
        versionProvider = GazelleModels.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        description = "Compile, evaluate and train models for private classification.",
        subcommands = {CompileCommand.class, EvaluateCommand.class, TrainCommand.class})
public final class GazelleModels {
    private static final int UNUSABLE_INPUT = 1;

    GazelleModels() {}

    /** Runs the command line and exits with its status: 0, 1 for unusable input, 2 for wrong usage. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** The command line, for running inside another program. */
    public static CommandLine commandLine() {
        return new CommandLine(new GazelleModels()).setExecutionExceptionHandler((problem, line, _) -> {
            line.getErr().println("gazelle-models: " + message(problem));
            line.getErr().flush();
            return UNUSABLE_INPUT;
        });
    }

    private static String message(Exception problem) throws Exception {
        @Nullable
        String message = switch (problem) {
            case NoSuchFileException missing -> missing.getFile() + ": no such file";
            case AccessDeniedException denied -> denied.getFile() + ": no permission to read or write it";
            case IOException unreadable -> "cannot be read or written: " + unreadable.getMessage();
            case OnnxFormatException damaged -> "the ONNX file cannot be used: " + damaged.getMessage();
            case ModelFormatException damaged -> "the model cannot be used: " + damaged.getMessage();
            case UnusableDataException unusable -> unusable.getMessage();
            case SessionException ended -> "the private verification failed: " + ended.getMessage();
            case IllegalArgumentException wrong -> wrong.getMessage();
            default -> throw problem;
        };
        return Objects.requireNonNullElse(message, problem.getClass().getSimpleName());
    }

    /** The line that {@code --version} prints. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"gazelle-models " + ProgramVersion.text()};
        }
    }
}
