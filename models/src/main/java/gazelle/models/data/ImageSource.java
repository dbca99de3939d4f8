package gazelle.models.data;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * The files of a folder or a zip archive by name.
 *
 * <p>An image is found by its path inside the source, or by its bare file name when only one file has it.
 */
public final class ImageSource {
    private static final int MAX_FILES = 200_000;
    private static final int MAX_DEPTH = 8;
    private static final int MAX_ENTRY_BYTES = 64 << 20;
    private static final long MAX_ARCHIVE_BYTES = 1L << 30;

    private final String shownName;
    private final Map<String, Content> files = new HashMap<>();
    private final List<String> paths = new ArrayList<>();
    private final Map<String, List<String>> pathsByStem = new HashMap<>();
    private final Set<String> ambiguous = new HashSet<>();

    /** A file's bytes, already in memory or still to be read. */
    private interface Content {
        byte[] read() throws IOException;
    }

    private ImageSource(String shownName) {
        this.shownName = shownName;
    }

    /**
     * Opens a folder or reads an archive, or a file of pictures in MNIST's form, each of which goes as a PNG by its number.
     *
     * @throws UnusableDataException if it is neither, cannot be read, or is too large
     */
    public static ImageSource open(Path folderOrZip) throws UnusableDataException {
        ImageSource source = new ImageSource(folderOrZip.toString());
        try {
            if (IdxFile.isNamedSo(folderOrZip)) {
                source.addPictures(IdxFile.read(folderOrZip));
            } else if (Files.isDirectory(folderOrZip)) {
                source.addFolder(folderOrZip);
            } else if (Files.isRegularFile(folderOrZip)) {
                source.addArchive(folderOrZip);
            } else {
                throw new UnusableDataException(folderOrZip + ": no such folder or file");
            }
        } catch (IOException | IllegalArgumentException problem) {
            throw new UnusableDataException(folderOrZip + ": not a folder or zip archive that can be read");
        }
        return source;
    }

    private void addPictures(IdxFile pictures) throws UnusableDataException {
        if (pictures.sizes().size() != 3) {
            throw new UnusableDataException(
                    shownName + ": sizes " + pictures.sizes() + " (expected: pictures, rows and columns)");
        }
        int height = pictures.sizes().get(1);
        int width = pictures.sizes().get(2);
        for (int i = 0; i < pictures.sizes().getFirst(); i++) {
            int first = i * height * width;
            add(IdxFile.entryName(i), () -> {
                BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
                for (int p = 0; p < height * width; p++) {
                    image.getRaster().setSample(p % width, p / width, 0, pictures.value(first + p));
                }
                ByteArrayOutputStream png = new ByteArrayOutputStream();
                ImageIO.write(image, "png", new MemoryCacheImageOutputStream(png));
                return png.toByteArray();
            });
        }
    }

    private void addFolder(Path folder) throws IOException, UnusableDataException {
        List<Path> found;
        try (Stream<Path> walk = Files.walk(folder, MAX_DEPTH)) {
            found = walk.filter(Files::isRegularFile).limit(MAX_FILES + 1L).toList();
        }
        for (Path file : found) {
            add(folder.relativize(file).toString().replace('\\', '/'), () -> Files.readAllBytes(file));
        }
    }

    private void addArchive(Path archive) throws IOException, UnusableDataException {
        long total = 0;
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(archive))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.isDirectory()) {
                    continue;
                }
                byte[] content = zip.readNBytes(MAX_ENTRY_BYTES + 1);
                total += content.length;
                if (content.length > MAX_ENTRY_BYTES || total > MAX_ARCHIVE_BYTES) {
                    throw new UnusableDataException(shownName + ": unpacks to more than " + (MAX_ENTRY_BYTES >> 20)
                            + " MiB a file or " + (MAX_ARCHIVE_BYTES >> 20) + " MiB in all");
                }
                add(entry.getName(), () -> content);
            }
        }
        if (files.isEmpty()) {
            throw new UnusableDataException(shownName + ": not a zip archive, or an empty one");
        }
    }

    /** A file's bare name without its ending. */
    static String stem(String path) {
        String bare = path.substring(path.lastIndexOf('/') + 1);
        int dot = bare.lastIndexOf('.');
        return dot < 0 ? bare : bare.substring(0, dot);
    }

    private void add(String path, Content content) throws UnusableDataException {
        if (files.size() > 2 * MAX_FILES) {
            throw new UnusableDataException(shownName + ": more than " + MAX_FILES + " files");
        }
        files.put(path, content);
        paths.add(path);
        pathsByStem.computeIfAbsent(stem(path), _ -> new ArrayList<>()).add(path);
        String bare = path.substring(path.lastIndexOf('/') + 1);
        if (!bare.equals(path) && files.putIfAbsent(bare, content) != null) {
            ambiguous.add(bare);
        }
    }

    /** The names of all image files, in order of their names: those that end like PNG, JPEG or DICOM files. */
    public List<String> imageNames() {
        return paths.stream()
                .filter(path -> path.toLowerCase(Locale.ROOT).matches(".*[.](png|jpe?g|dcm)"))
                .sorted()
                .toList();
    }

    /**
     * The bytes of a file, or of the only one with that name but for its ending.
     *
     * @throws UnusableDataException if there is no such file, or several, or it cannot be read
     */
    public byte[] read(String name) throws UnusableDataException {
        Content content = files.get(name);
        if (content == null) {
            List<String> alike = pathsByStem.getOrDefault(stem(name), List.of());
            content = alike.size() == 1 ? files.get(alike.getFirst()) : null;
        }
        if (content == null) {
            throw new UnusableDataException(name + ": listed in the labels but not in " + shownName);
        }
        if (ambiguous.contains(name)) {
            throw new UnusableDataException(name + ": several files in " + shownName + " have this name");
        }
        try {
            return content.read();
        } catch (IOException problem) {
            throw new UnusableDataException(name + ": cannot be read");
        }
    }
}
