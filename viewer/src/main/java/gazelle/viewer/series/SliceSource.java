package gazelle.viewer.series;

import gazelle.viewer.slice.FileLimits;
import gazelle.viewer.slice.UnreadableImageException;
import gazelle.viewer.slice.UnreadableImageException.Code;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

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

    /** An entry of a ZIP archive, unpacked in memory. */
    record InArchive(Path archive, String name) implements SliceSource {
        @Override
        public byte[] read(int limit) throws UnreadableImageException {
            try (ZipFile zip = new ZipFile(archive.toFile())) {
                return read(zip, limit);
            } catch (ZipException e) {
                throw UnreadableImageException.damaged("ZIP", "its list of files cannot be followed");
            } catch (IOException e) {
                throw unavailable();
            }
        }

        /** Reads from the archive while it is open anyway. */
        byte[] read(ZipFile zip, int limit) throws UnreadableImageException {
            ZipEntry entry = zip.getEntry(name);
            if (entry == null) {
                throw unavailable();
            }
            try (InputStream in = zip.getInputStream(entry)) {
                byte[] content = in.readNBytes(limit);
                if (limit > FileLimits.MAX_FILE_SIZE_BYTES && content.length == limit) {
                    throw FileLimits.tooManyBytes();
                }
                return content;
            } catch (IOException e) {
                throw UnreadableImageException.damaged("ZIP", "a file in it cannot be unpacked");
            }
        }

        private static UnreadableImageException unavailable() {
            return new UnreadableImageException(
                    Code.UNREADABLE_FILE,
                    "The archive could not be read from its drive. Nothing was opened. "
                            + "Check whether it was moved or changed and try again.");
        }
    }
}
