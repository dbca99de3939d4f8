package gazelle.app.desktop.viewmodel;

import gazelle.viewer.io.SliceFile;
import java.nio.file.Path;

/**
 * A slice that was opened; two openings of one file are two slices.
 */
public final class OpenSlice {
    private final Path file;
    private final SliceFile content;

    /**
     * @param file where it was read from
     * @param content what was read
     */
    public OpenSlice(Path file, SliceFile content) {
        this.file = file;
        this.content = content;
    }

    /** The name of its file, without the folders. */
    public String fileName() {
        Path name = file.getFileName();
        return name == null ? file.toString() : name.toString();
    }

    /** The picture and what its file says of it. */
    public SliceFile content() {
        return content;
    }
}
