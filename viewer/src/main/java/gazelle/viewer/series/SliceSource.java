package gazelle.viewer.series;

import gazelle.viewer.slice.UnreadableImageException;
import gazelle.viewer.slice.UnreadableImageException.Code;
import java.io.IOException;
import java.nio.file.Path;

/** The origin of one file's bytes; nothing is held open or kept between two reads. */
sealed interface SliceSource {
    /** The file's name for people and for ordering: within its folder or archive. */
    String name();

    /**
     * Reads the beginning of the file, or all of it.
     *
     * @param limit the most bytes to read
     * @throws UnreadableImageException if the drive or the archive does not give them
     */
    byte[] read(int limit) throws UnreadableImageException;

    /** A file of a folder. */
    record OnDisk(Path file, String name) implements SliceSource {
        @Override
        public byte[] read(int limit) throws UnreadableImageException {
            return SliceReader.load(file, limit);
        }
    }

    /** A file of a ZIP archive, unpacked in memory. */
    record InArchive(Path archive, String name, ZipPlace place) implements SliceSource {
        @Override
        public byte[] read(int limit) throws UnreadableImageException {
            try {
                return place.read(archive, limit);
            } catch (IOException | SecurityException e) {
                throw new UnreadableImageException(
                        Code.UNREADABLE_FILE,
                        "The archive could not be read from its drive. Nothing was opened. "
                                + "Check whether it was moved or changed and try again.");
            }
        }
    }
}
