package gazelle.viewer.series;

import gazelle.viewer.slice.UnreadableImageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Finds the series of a folder, a ZIP archive or a file: of a DICOM file it reads only what comes before the pixels.
 *
 * <p>Archives are unpacked in memory, one file at a time; an archive within an archive is not opened.
 */
public final class SeriesReader {
    /** The most files of a folder or archive that are looked at. */
    public static final int MAX_FILES = 20_000;

    private SeriesReader() {}

    /**
     * Looks through a folder with its subfolders, an archive, the directory of a patient's disc or a single file.
     *
     * @throws UnreadableImageException if it cannot be read, has too many files or, as a single file, is no image
     */
    public static SeriesIndex open(Path path) throws UnreadableImageException {
        SeriesGrouping grouping = new SeriesGrouping();
        if (isCollection(path)) {
            grouping.add(files(path));
            return grouping.finish();
        }
        grouping.add(SliceReader.withHeader(new SliceSource.OnDisk(path, String.valueOf(path.getFileName()))));
        return grouping.finishSingle();
    }

    /**
     * Returns whether a path is a folder, a ZIP archive or the directory of a patient's disc, which may hold or name many files.
     *
     * @throws UnreadableImageException if there is no such file or it cannot be read
     */
    public static boolean isCollection(Path path) throws UnreadableImageException {
        return isFolderOrArchive(path) || isDiscDirectory(path);
    }

    /**
     * Lists all files of a folder or a ZIP archive, whatever they hold.
     *
     * @throws UnreadableImageException if it cannot be read or has too many files
     */
    public static FileList list(Path collection) throws UnreadableImageException {
        return new FileList(
                Files.isDirectory(collection)
                        ? FolderWalk.of(collection)
                        : ZipArchive.files(collection, Locale.getDefault()));
    }

    /**
     * Returns whether a path is a folder or a ZIP archive.
     *
     * @throws UnreadableImageException if there is no such file or it cannot be read
     */
    public static boolean isFolderOrArchive(Path path) throws UnreadableImageException {
        return Files.isDirectory(path) || isArchive(path);
    }

    /** Returns the files that a collection holds, without those that a patient's disc has besides its pictures. */
    static FoundFiles files(Path collection) throws UnreadableImageException {
        if (isDiscDirectory(collection)) {
            Path folder = collection.toAbsolutePath().getParent();
            return PatientDisc.choose(FolderWalk.of(folder == null ? collection : folder));
        }
        return PatientDisc.choose(
                Files.isDirectory(collection)
                        ? FolderWalk.of(collection)
                        : ZipArchive.files(collection, Locale.getDefault()));
    }

    private static boolean isArchive(Path file) throws UnreadableImageException {
        return ZipArchive.isArchive(SliceReader.load(file, ZipArchive.MARK_BYTES));
    }

    private static boolean isDiscDirectory(Path path) {
        return PatientDisc.isDirectoryName(String.valueOf(path.getFileName())) && Files.isRegularFile(path);
    }

    static void requireFewFiles(int count) throws UnreadableImageException {
        if (count > MAX_FILES) {
            throw UnreadableImageException.tooLarge("It holds more than the limit of " + MAX_FILES + " files");
        }
    }
}
