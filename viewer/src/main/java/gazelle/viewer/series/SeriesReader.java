package gazelle.viewer.series;

import gazelle.viewer.format.VolumePair;
import gazelle.viewer.slice.UnreadableImageException;
import gazelle.viewer.slice.UnreadableImageException.Code;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Finds the series of a folder, a ZIP archive or a file: of a DICOM file it reads only what comes before the pixels.
 *
 * <p>Archives are unpacked in memory, one file at a time; an archive within an archive is not opened.
 */
public final class SeriesReader {
    /** The most files of a folder or archive that are looked at. */
    public static final int MAX_FILES = 20_000;

    private static final int MAX_DEPTH = 16;
    private static final byte[] ZIP_MARK = {'P', 'K', 3, 4};

    private SeriesReader() {}

    /**
     * Looks through a folder with its subfolders, an archive or a single file.
     *
     * @throws UnreadableImageException if it cannot be read, has too many files or, as a single file, is no image
     */
    public static SeriesIndex open(Path path) throws UnreadableImageException {
        if (Files.isDirectory(path)) {
            return openFolder(path);
        }
        if (isArchive(path)) {
            return openArchive(path);
        }
        SliceSource file = new SliceSource.OnDisk(path, String.valueOf(path.getFileName()));
        SliceSource source = VolumePair.headerOf(new SourceNeighbours(file))
                .map(file::neighbour)
                .orElse(file);
        SeriesGrouping grouping = new SeriesGrouping();
        grouping.add(source, source::read);
        return grouping.finishSingle();
    }

    /**
     * Returns whether a path is a folder or a ZIP archive, which may hold many files.
     *
     * @throws UnreadableImageException if there is no such file or it cannot be read
     */
    public static boolean isCollection(Path path) throws UnreadableImageException {
        return Files.isDirectory(path) || isArchive(path);
    }

    private static SeriesIndex openFolder(Path folder) throws UnreadableImageException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder, MAX_DEPTH, new FileVisitOption[0])) {
            files = walk.filter(Files::isRegularFile)
                    .limit(MAX_FILES + 1L)
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException | SecurityException e) {
            throw new UnreadableImageException(
                    Code.UNREADABLE_FILE,
                    "The folder could not be read from its drive. Nothing was opened. Check the drive and your permission.");
        }
        requireFewFiles(files.size());
        SeriesGrouping grouping = new SeriesGrouping();
        for (Path file : files) {
            SliceSource source =
                    new SliceSource.OnDisk(file, folder.relativize(file).toString());
            grouping.add(source, source::read);
        }
        return grouping.finish();
    }

    private static SeriesIndex openArchive(Path archive) throws UnreadableImageException {
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            requireFewFiles(zip.size());
            List<String> names = new ArrayList<>();
            zip.stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(ZipEntry::getName)
                    .forEach(names::add);
            Collections.sort(names);
            SeriesGrouping grouping = new SeriesGrouping();
            for (String name : names) {
                SliceSource.InArchive source = new SliceSource.InArchive(archive, name);
                grouping.add(source, limit -> source.read(zip, limit));
            }
            return grouping.finish();
        } catch (ZipException | IllegalArgumentException e) {
            throw UnreadableImageException.damaged("ZIP", "its list of files cannot be followed");
        } catch (IOException e) {
            throw new UnreadableImageException(
                    Code.UNREADABLE_FILE,
                    "The archive could not be read from its drive. Nothing was opened. Check the drive and try again.");
        }
    }

    private static boolean isArchive(Path file) throws UnreadableImageException {
        byte[] head = SliceReader.load(file, ZIP_MARK.length);
        return Arrays.equals(head, ZIP_MARK);
    }

    private static void requireFewFiles(int count) throws UnreadableImageException {
        if (count > MAX_FILES) {
            throw UnreadableImageException.tooLarge("It holds more than the limit of " + MAX_FILES + " files");
        }
    }
}
