package gazelle.app.command;

import gazelle.app.record.Sha256;
import gazelle.viewer.series.OpenedFile;
import gazelle.viewer.series.SliceReader;
import gazelle.viewer.slice.SliceFile;
import gazelle.viewer.slice.UnreadableImageException;
import java.nio.file.Path;

/**
 * A slice with the digest of its file.
 *
 * @param slice as read
 * @param fileDigest of the file's bytes
 */
record ReadSlice(SliceFile slice, Sha256 fileDigest) {
    /**
     * Reads the content of a file: its picture or, of several, the one that stands for it.
     *
     * @throws UnreadableImageException if the bytes hold no slice that is understood
     */
    static ReadSlice of(byte[] content) throws UnreadableImageException {
        return new ReadSlice(SliceReader.read(content), Sha256.of(content));
    }

    /**
     * Reads a file, also one of the two files of a volume: its picture or, of several, the one that stands for it.
     *
     * @throws UnreadableImageException if the file cannot be read or holds no slice that is understood
     */
    static ReadSlice of(Path file) throws UnreadableImageException {
        OpenedFile opened = SliceReader.openFile(file);
        return new ReadSlice(SliceReader.preferred(opened.stack()), new Sha256(opened.sha256()));
    }
}
