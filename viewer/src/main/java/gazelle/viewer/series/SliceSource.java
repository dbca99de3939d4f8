package gazelle.viewer.series;

import gazelle.viewer.format.Unpacking;
import gazelle.viewer.slice.FileLimits;
import gazelle.viewer.slice.LargeContent;
import gazelle.viewer.slice.UnreadableImageException;
import gazelle.viewer.slice.UnreadableImageException.Code;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
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

    /** As {@link #read}, unpacked if the file is packed with gzip. */
    default byte[] readUnpacked(int limit) throws UnreadableImageException {
        return unpacked(this::read, limit);
    }

    /** By how much gzip may make a beginning longer: its header, with names, and blocks that it could not make shorter. */
    int PACKING_BYTES = 4096;

    /** Reads the beginning of a file. */
    interface Head {
        /** Reads so many bytes at most. */
        byte[] read(int limit) throws UnreadableImageException;
    }

    /** Reads and unpacks the beginning of a file, or all of it if the limit is beyond that of files. */
    static byte[] unpacked(Head head, int limit) throws UnreadableImageException {
        byte[] content = head.read(limit);
        if (!Unpacking.isGzip(content)) {
            return content;
        }
        return limit > FileLimits.MAX_FILE_SIZE_BYTES
                ? Unpacking.gunzip(content)
                : Unpacking.gunzipBeginning(head.read(limit + PACKING_BYTES), limit);
    }

    /** Returns a file of the same folder. */
    SliceSource neighbour(String fileName);

    /** Returns whether there is such a file. */
    boolean exists();

    /** The file's name without its folder. */
    default String fileName() {
        return name().substring(folderLength(name()));
    }

    /** The characters of a name that lead to its folder. */
    private static int folderLength(String name) {
        return Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1;
    }

    /** The name of a file in the folder of another. */
    private static String beside(String name, String fileName) {
        return name.substring(0, folderLength(name)) + fileName;
    }

    /** A file of a folder. */
    record OnDisk(Path file, String name) implements SliceSource {
        @Override
        public byte[] read(int limit) throws UnreadableImageException {
            return SliceReader.load(file, limit);
        }

        @Override
        public SliceSource neighbour(String fileName) {
            return new OnDisk(file.resolveSibling(fileName), beside(name, fileName));
        }

        @Override
        public boolean exists() {
            return Files.isRegularFile(file);
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

        @Override
        public SliceSource neighbour(String fileName) {
            return new InArchive(archive, beside(name, fileName));
        }

        @Override
        public boolean exists() {
            try (ZipFile zip = new ZipFile(archive.toFile())) {
                return zip.getEntry(name) != null;
            } catch (IOException e) {
                return false;
            }
        }

        /** Reads from the archive while it is open anyway. */
        byte[] read(ZipFile zip, int limit) throws UnreadableImageException {
            ZipEntry entry = zip.getEntry(name);
            if (entry == null) {
                throw unavailable();
            }
            try (InputStream in = zip.getInputStream(entry)) {
                byte[] content = LargeContent.read(in, Math.min(limit, entry.getSize()), limit);
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
