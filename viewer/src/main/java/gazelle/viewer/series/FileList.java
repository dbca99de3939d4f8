package gazelle.viewer.series;

import gazelle.viewer.series.SeriesIndex.Refusal;
import gazelle.viewer.slice.FileLimits;
import gazelle.viewer.slice.UnreadableImageException;
import java.util.List;

/** The files of a folder or a ZIP archive, read one at a time when they are asked for. */
public final class FileList {
    private final FoundFiles found;

    FileList(FoundFiles found) {
        this.found = found;
    }

    /** Returns the number of files. */
    public int size() {
        return found.files().size();
    }

    /** Returns the name of a file within the folder or archive; for files of an archive it need not be one of this computer's. */
    public String name(int index) {
        return found.files().get(index).name();
    }

    /**
     * Reads a file.
     *
     * @param index from 0
     * @throws UnreadableImageException if it cannot be read or unpacked, or is larger than {@link FileLimits#MAX_FILE_SIZE_BYTES}
     */
    public byte[] content(int index) throws UnreadableImageException {
        return found.files().get(index).read(FileLimits.MAX_FILE_SIZE_BYTES + 1);
    }

    /** Returns the parts that could not be looked into. */
    public List<Refusal> refusals() {
        return found.refusals();
    }
}
