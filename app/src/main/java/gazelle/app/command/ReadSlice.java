package gazelle.app.command;

import gazelle.app.record.Sha256;
import gazelle.viewer.series.SliceReader;
import gazelle.viewer.slice.SliceFile;
import gazelle.viewer.slice.UnreadableImageException;

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
}
