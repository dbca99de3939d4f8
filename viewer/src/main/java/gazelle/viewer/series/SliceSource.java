package gazelle.viewer.series;

import gazelle.viewer.format.Unpacking;
import gazelle.viewer.slice.FileLimits;
import gazelle.viewer.slice.UnreadableImageException;
import gazelle.viewer.slice.UnreadableImageException.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

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

    /**
     * Returns a file of the same folder; empty if there is none of the name.
     *
     * @throws UnreadableImageException if the drive or the archive does not tell
     */
    Optional<SliceSource> neighbour(String fileName) throws UnreadableImageException;

    /**
     * As {@link #read}, unpacked if the file is packed with gzip.
     *
     * @throws UnreadableImageException as {@link #read}, or if all of it was asked for and cannot be unpacked
     */
    default byte[] readUnpacked(int limit) throws UnreadableImageException {
        byte[] content = read(limit);
        if (!Unpacking.isGzip(content)) {
            return content;
        }
        return limit > FileLimits.MAX_FILE_SIZE_BYTES
                ? Unpacking.gunzip(content)
                : Unpacking.gunzipBeginning(read(limit + PACKING_BYTES), limit);
    }

    /** By how much gzip may make a beginning longer: its header, with names, and blocks that it could not make shorter. */
    int PACKING_BYTES = 4096;

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
        public Optional<SliceSource> neighbour(String fileName) {
            Path neighbour = file.resolveSibling(fileName);
            return Files.isRegularFile(neighbour)
                    ? Optional.of(new OnDisk(neighbour, beside(name, fileName)))
                    : Optional.empty();
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

        @Override
        public Optional<SliceSource> neighbour(String fileName) throws UnreadableImageException {
            String wanted = beside(name, fileName);
            return ZipArchive.files(archive, Locale.getDefault()).files().stream()
                    .filter(source -> source.name().equals(wanted))
                    .findFirst();
        }
    }
}
