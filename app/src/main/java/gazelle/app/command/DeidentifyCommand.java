package gazelle.app.command;

import gazelle.viewer.dicom.DeidentificationException;
import gazelle.viewer.dicom.DeidentifiedFile;
import gazelle.viewer.dicom.Deidentifier;
import gazelle.viewer.io.SliceReader;
import gazelle.viewer.io.UnreadableImageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code gazelle deidentify}: writes DICOM files without what identifies the patient, named by their new identifiers.
 *
 * <p>The exit status is 0 if every file was written, 1 if one was not, 2 for a wrong command line.
 */
@Command(
        name = "deidentify",
        description =
                "Write DICOM files without what identifies the patient (PS3.15 basic profile). Pixels stay as they are.")
public final class DeidentifyCommand extends GazelleCommand {
    @Option(
            names = "--out",
            required = true,
            paramLabel = "FOLDER",
            description = "Where to write; each file is named by its new UID. Nothing is overwritten.")
    private Path folder = Path.of("");

    @Option(
            names = "--allow-burned-in-text",
            description = "Write also pictures that are marked as showing text. Look at them first.")
    private boolean allowBurnedInText;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = "DICOM files; those of one study together stay one study.")
    private List<Path> files = List.of();

    @Override
    public Integer call() {
        Deidentifier run = new Deidentifier(new SecureRandom());
        boolean all = true;
        for (Path file : files) {
            try {
                DeidentifiedFile result = run.apply(SliceReader.load(file), allowBurnedInText);
                Files.createDirectories(folder);
                Path written = folder.resolve(result.instanceUid() + ".dcm");
                Files.write(written, result.content(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                out().println(written);
                out().flush();
            } catch (UnreadableImageException | DeidentificationException unusable) {
                all = false;
                complain(file, unusable.getMessage());
            } catch (IOException unwritable) {
                all = false;
                complain(file, "It could not be written to " + folder + ". Check the folder and the disk.");
            }
        }
        return all ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }
}
