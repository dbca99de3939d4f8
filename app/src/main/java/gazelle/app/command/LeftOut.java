package gazelle.app.command;

import gazelle.viewer.slice.UnreadableImageException;
import gazelle.viewer.slice.UnreadableImageException.Code;
import java.io.File;

/** Tells of the files of a folder or archive that are no pictures of patients: the first ones by name, then their number. */
final class LeftOut {
    private static final int MAX_NAMED = 20;

    private final GazelleCommand command;
    private int count;

    LeftOut(GazelleCommand command) {
        this.command = command;
    }

    /**
     * Returns the name of a file of a folder or archive, as text: one in an archive, or in another character set than the computer's, need
     * not be a path of this computer.
     */
    static String within(String collection, String name) {
        return collection + (collection.endsWith(File.separator) ? "" : File.separator) + name;
    }

    /** Prints a file that was left out, with the reason. */
    void tell(String name, UnreadableImageException reason) {
        tell(
                name,
                reason.code() == Code.OTHER_FORMAT
                        ? "Left out. " + reason.getMessage()
                        : "Left out, as it holds no picture.");
    }

    /** Tells of a file that is no DICOM file. */
    void tell(String name) {
        tell(name, "Left out, as it is no DICOM file.");
    }

    private void tell(String name, String message) {
        count++;
        if (count <= MAX_NAMED) {
            command.complain(name, message);
        }
    }

    void finish() {
        if (count > MAX_NAMED) {
            command.complain((count - MAX_NAMED) + " more files", "Left out too.");
        }
    }
}
