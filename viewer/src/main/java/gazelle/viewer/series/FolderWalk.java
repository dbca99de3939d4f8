package gazelle.viewer.series;

import gazelle.viewer.series.SeriesIndex.Refusal;
import gazelle.viewer.slice.UnreadableImageException;
import gazelle.viewer.slice.UnreadableImageException.Code;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The files of a folder and its subfolders. Symbolic links are followed, each file and folder counts once however many ways lead to
 * it, and a part that cannot be read does not stop the rest.
 */
final class FolderWalk {
    private static final int MAX_DEPTH = 16;

    /** Folders that an operating system keeps for itself on every drive; they hold nobody's pictures. */
    private static final Set<String> OF_THE_SYSTEM = Set.of(
            "lost+found",
            "system volume information",
            "$recycle.bin",
            ".trashes",
            ".spotlight-v100",
            ".fseventsd",
            ".temporaryitems",
            ".documentrevisions-v100");

    private final Path root;
    private final Set<Path> seen = new HashSet<>();
    private final List<SliceSource> files = new ArrayList<>();
    private final List<Refusal> refusals = new ArrayList<>();

    /** Links wait until what they may lead to was found under its own name. */
    private final Deque<Place> links = new ArrayDeque<>();

    /** A folder, file or link, and the number of folders above it. */
    private record Place(Path path, int depth) {}

    private FolderWalk(Path root) {
        this.root = root;
    }

    /**
     * Lists the files.
     *
     * @throws UnreadableImageException if the folder itself cannot be read, or it holds too many files
     */
    static FoundFiles of(Path folder) throws UnreadableImageException {
        FolderWalk walk = new FolderWalk(folder);
        walk.all();
        walk.files.sort(Comparator.comparing(SliceSource::name));
        walk.refusals.sort(Comparator.comparing(Refusal::name));
        return new FoundFiles(walk.files, walk.refusals, List.of());
    }

    private void all() throws UnreadableImageException {
        Deque<Place> folders = new ArrayDeque<>();
        seen.add(real(root));
        folders.add(new Place(root, 0));
        while (!folders.isEmpty() || !links.isEmpty()) {
            if (folders.isEmpty()) {
                follow(links.remove(), folders);
            } else {
                list(folders.remove(), folders);
            }
        }
    }

    private void list(Place folder, Deque<Place> folders) throws UnreadableImageException {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder.path)) {
            for (Path entry : stream) {
                entries.add(entry);
                requireFewFiles(entries.size());
            }
        } catch (IOException | DirectoryIteratorException | SecurityException problem) {
            if (folder.depth == 0) {
                throw unreadableRoot();
            }
            refuseFolder(folder.path, problem);
        }
        entries.sort(null);
        for (Path entry : entries) {
            Place place = new Place(entry, folder.depth + 1);
            if (Files.isSymbolicLink(entry)) {
                links.add(place);
                requireFewFiles(links.size());
            } else {
                take(place, folders);
            }
        }
    }

    private void follow(Place link, Deque<Place> folders) throws UnreadableImageException {
        if (Files.exists(link.path)) {
            take(link, folders);
        } else {
            refuse(
                    link.path,
                    "This link leads to nothing, in a circle or where you may not look. What it stands for was not opened. "
                            + "Check whether its target was moved or its drive was removed.");
        }
    }

    private void take(Place place, Deque<Place> folders) throws UnreadableImageException {
        boolean folder = Files.isDirectory(place.path);
        if ((!folder && !Files.isRegularFile(place.path)) || !seen.add(real(place.path))) {
            return;
        }
        if (!folder) {
            files.add(new SliceSource.OnDisk(place.path, name(place.path)));
            requireFewFiles(files.size());
        } else if (place.depth < MAX_DEPTH) {
            folders.add(place);
        } else {
            refuse(
                    place.path,
                    "This folder lies more than " + MAX_DEPTH + " folders deep. It was not opened. Open it by itself.");
        }
    }

    private void refuseFolder(Path folder, Exception problem) {
        if (OF_THE_SYSTEM.contains(String.valueOf(folder.getFileName()).toLowerCase(Locale.ROOT))) {
            refusals.add(
                    new Refusal(
                            name(folder),
                            new UnreadableImageException(
                                    Code.OTHER_FORMAT,
                                    "This folder is the operating system's own and cannot be read; no pictures are kept in it.")));
        } else if (problem instanceof NoSuchFileException) {
            refuse(folder, "This folder no longer exists. Check whether it was moved or its drive was removed.");
        } else if (problem instanceof AccessDeniedException || problem instanceof SecurityException) {
            refuse(
                    folder,
                    "This computer does not allow you to open this folder. What lies in it was not opened. "
                            + "Ask its owner for permission.");
        } else {
            refuse(
                    folder,
                    "This folder could not be read from its drive. What lies in it was not opened. Check the drive and "
                            + "try again.");
        }
    }

    private void refuse(Path path, String message) {
        refusals.add(new Refusal(name(path), new UnreadableImageException(Code.UNREADABLE_FILE, message)));
    }

    private String name(Path path) {
        return root.relativize(path).toString();
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException | SecurityException unreadable) {
            return path.toAbsolutePath().normalize();
        }
    }

    private static UnreadableImageException unreadableRoot() {
        return new UnreadableImageException(
                Code.UNREADABLE_FILE,
                "The folder could not be read from its drive. Nothing was opened. Check the drive and your permission.");
    }

    private static void requireFewFiles(int count) throws UnreadableImageException {
        SeriesReader.requireFewFiles(count);
    }
}
