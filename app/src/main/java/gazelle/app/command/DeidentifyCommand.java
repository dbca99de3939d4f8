package gazelle.app.command;

import gazelle.viewer.dicom.DeidentificationException;
import gazelle.viewer.dicom.DeidentifiedFile;
import gazelle.viewer.dicom.Deidentifier;
import gazelle.viewer.display.BurnedInText;
import gazelle.viewer.series.SliceReader;
import gazelle.viewer.slice.SliceStack;
import gazelle.viewer.slice.UnreadableImageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
            description =
                    "Write also pictures that show text, or that could not be searched for it. Look at them first.")
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
                byte[] content = SliceReader.load(file);
                DeidentifiedFile result = run.apply(content, allowBurnedInText);
                String writing = allowBurnedInText ? "" : writingIn(content);
                if (!writing.isEmpty()) {
                    all = false;
                    complain(file, writing);
                    continue;
                }
                out().println(write(result));
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

    /** Returns the reason why the pictures may name the patient themselves; empty if nothing suggests it. */
    private static String writingIn(byte[] file) {
        try {
            SliceStack stack = SliceReader.open(file);
            for (int i = 0; i < stack.size(); i++) {
                if (BurnedInText.isSuspectedIn(stack.slice(i).image())) {
                    return "There seems to be writing in its picture, which may name the patient. Nothing was written. "
                            + "Look at it; if it names nobody, give --allow-burned-in-text.";
                }
            }
            return "";
        } catch (UnreadableImageException unreadable) {
            return unreadable.code() == UnreadableImageException.Code.NO_PIXELS
                    ? ""
                    : "Its picture could not be searched for writing, which may name the patient. Nothing was written. "
                            + unreadable.getMessage() + " If it names nobody, give --allow-burned-in-text.";
        }
    }

    /** Writes a file as a whole: a full disk leaves no part of it. */
    private Path write(DeidentifiedFile result) throws IOException {
        Files.createDirectories(folder);
        Path written = folder.resolve(result.instanceUid() + ".dcm");
        Path part = Files.createTempFile(folder, "deidentify", ".part");
        try {
            Files.write(part, result.content());
            return Files.move(part, written);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
