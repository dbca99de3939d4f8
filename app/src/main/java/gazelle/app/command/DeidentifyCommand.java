package gazelle.app.command;

import gazelle.app.record.Sha256;
import gazelle.viewer.dicom.DeidentificationException;
import gazelle.viewer.dicom.DeidentifiedFile;
import gazelle.viewer.dicom.Deidentifier;
import gazelle.viewer.dicom.DicomStack;
import gazelle.viewer.display.BurnedInText;
import gazelle.viewer.format.Unpacking;
import gazelle.viewer.series.FileList;
import gazelle.viewer.series.SeriesIndex;
import gazelle.viewer.series.SeriesReader;
import gazelle.viewer.series.SliceReader;
import gazelle.viewer.slice.SliceStack;
import gazelle.viewer.slice.UnreadableImageException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code gazelle deidentify}: writes DICOM files without what identifies the patient, named by their new identifiers.
 *
 * <p>The exit status is 0 if every DICOM file was written, 1 if one was not or there was none, 2 for a wrong command line.
 */
@Command(
        name = "deidentify",
        description =
                "Write DICOM files without what identifies the patient (PS3.15 basic profile). Pixels stay as they are.")
public final class DeidentifyCommand extends GazelleCommand {
    /** Enough to tell a DICOM file. */
    private static final int HEAD_BYTES = 1 << 12;

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
            description =
                    "DICOM files, and folders and ZIP archives of them; those of one study together stay one study.")
    private List<Path> files = List.of();

    /** The files written in this run. */
    private final Map<String, Written> written = new HashMap<>();

    private final Deidentifier run = new Deidentifier(new SecureRandom());
    private boolean complete = true;

    /** A file of this run by its new instance UID: what it was made of, and a digest of its content. */
    private record Written(String name, Sha256 digest) {}

    /** Gives the content of a file. */
    private interface Content {
        byte[] read() throws UnreadableImageException;
    }

    @Override
    public Integer call() {
        for (Path path : files) {
            try {
                if (SeriesReader.isFolderOrArchive(path)) {
                    collection(path.toString(), SeriesReader.list(path));
                } else {
                    one(path.toString(), () -> SliceReader.load(path));
                }
            } catch (UnreadableImageException unusable) {
                fail(path.toString(), unusable.getMessage());
            }
        }
        return complete ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private void collection(String collection, FileList list) {
        LeftOut leftOut = new LeftOut(this);
        for (SeriesIndex.Refusal refusal : list.refusals()) {
            String name = LeftOut.within(collection, refusal.name());
            if (refusal.isOfAnotherKind()) {
                leftOut.tell(name, refusal.reason());
            } else {
                fail(name, refusal.reason().getMessage());
            }
        }
        int dicomFiles = 0;
        for (int i = 0; i < list.size(); i++) {
            String name = LeftOut.within(collection, list.name(i));
            try {
                byte[] content = list.content(i);
                byte[] start = Unpacking.isGzip(content) ? Unpacking.gunzipBeginning(content, HEAD_BYTES) : content;
                if (DicomStack.isDicom(start)) {
                    dicomFiles++;
                    one(name, () -> content);
                } else {
                    leftOut.tell(name);
                }
            } catch (UnreadableImageException unusable) {
                fail(name, unusable.getMessage());
            }
        }
        leftOut.finish();
        if (dicomFiles == 0) {
            fail(collection, "There is no DICOM file in it, so nothing was written. Choose another.");
        }
    }

    private void one(String name, Content content) {
        try {
            byte[] file = content.read();
            DeidentifiedFile result = run.apply(file, allowBurnedInText);
            Sha256 digest = Sha256.of(result.content());
            Written before = written.get(result.instanceUid());
            if (before != null) {
                again(name, digest, before);
                return;
            }
            String writing = allowBurnedInText ? "" : writingIn(file);
            if (!writing.isEmpty()) {
                fail(name, writing);
                return;
            }
            Path place = write(result);
            written.put(result.instanceUid(), new Written(name, digest));
            if (result.tailBytes() > 0) {
                complain(
                        name,
                        "Bytes behind its data set, which are no part of it, were left out: " + result.tailBytes()
                                + ".");
            }
            out().println(place);
            out().flush();
        } catch (DeidentificationException unusable) {
            if (unusable.code() == DeidentificationException.Code.DIRECTORY) {
                complain(name, unusable.getMessage());
            } else {
                fail(name, unusable.getMessage());
            }
        } catch (UnreadableImageException unusable) {
            fail(name, unusable.getMessage());
        } catch (IOException unwritable) {
            fail(name, "It could not be written to " + folder + reasonOf(unwritable));
        }
    }

    /** The same instance has the same new identifier, and so the same name. */
    private void again(String name, Sha256 digest, Written before) {
        if (digest.equals(before.digest)) {
            complain(
                    name,
                    "This is the same instance as " + before.name + ", which was written. Nothing more was written.");
        } else {
            fail(
                    name,
                    "It calls itself the same instance as " + before.name
                            + " (SOP Instance UID), which was written, but "
                            + "its content differs. It was not written. Find out which of the two is right, and give "
                            + "that one alone.");
        }
    }

    private String reasonOf(IOException unwritable) {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            return ", which is no folder. Choose a folder.";
        }
        return switch (unwritable) {
            case FileAlreadyExistsException _ ->
                ": a file of its new name is there already. Nothing was overwritten. Choose an empty folder.";
            case AccessDeniedException _ -> ": you may not write there. Choose another folder, or ask its owner.";
            default -> ". Check the folder and the disk.";
        };
    }

    private void fail(String name, @Nullable String message) {
        complete = false;
        complain(name, message);
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
        Path place = folder.resolve(result.instanceUid() + ".dcm");
        Path part = Files.createTempFile(folder, "deidentify", ".part");
        try {
            Files.write(part, result.content());
            return Files.move(part, place);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
