package gazelle.app.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The files of a folder, found by their path inside it, or by their bare name where only one file has it. */
final class ImageFolder {
    private static final int MAX_DEPTH = 8;
    private static final int MAX_FILES = 200_000;

    private final Path folder;
    private final Map<String, List<Path>> byName;

    /**
     * @throws UnusableTestException if there is no such folder, or it cannot be read or holds too many files
     */
    ImageFolder(Path folder) throws UnusableTestException {
        this.folder = folder.toAbsolutePath().normalize();
        if (!Files.isDirectory(folder)) {
            throw new UnusableTestException(folder + ": no such folder");
        }
        List<Path> files;
        try (Stream<Path> walk = Files.walk(this.folder.toRealPath(), MAX_DEPTH)) {
            files = walk.filter(Files::isRegularFile).limit(MAX_FILES + 1L).toList();
        } catch (IOException | UncheckedIOException unreadable) {
            throw new UnusableTestException(folder + ": cannot be read");
        }
        if (files.size() > MAX_FILES) {
            throw new UnusableTestException(folder + ": more than " + MAX_FILES + " files");
        }
        byName = files.stream().collect(Collectors.groupingBy(file -> String.valueOf(file.getFileName())));
    }

    /**
     * The file of that path or name.
     *
     * @throws UnusableTestException if there is none, or several, or it lies outside the folder
     */
    Path find(String name) throws UnusableTestException {
        try {
            Path path = folder.resolve(name).normalize();
            if (!path.startsWith(folder)) {
                throw new UnusableTestException(name + ": outside the folder of images");
            }
            if (Files.isRegularFile(path)) {
                return path;
            }
        } catch (InvalidPathException malformed) {
            throw new UnusableTestException(name + ": no path of a file");
        }
        List<Path> named = byName.getOrDefault(name, List.of());
        if (named.size() == 1) {
            return named.getFirst();
        }
        throw new UnusableTestException(
                named.isEmpty()
                        ? name + ": listed in the labels but not in " + folder
                        : name + ": several files in " + folder + " have this name");
    }
}
