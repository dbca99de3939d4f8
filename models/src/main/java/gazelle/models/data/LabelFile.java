package gazelle.models.data;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A comma-separated list of images and their classes: columns {@code file} and {@code label}, others as they come; or a file of
 * labels in MNIST's form.
 */
public final class LabelFile {
    private static final long MAX_BYTES = 64 << 20;

    /** The label of an image whose class nobody told. */
    public static final int UNKNOWN = -1;

    private LabelFile() {}

    /**
     * One line.
     *
     * @param file the image's name
     * @param label its class, counting from 0; {@link #UNKNOWN} without a label file
     * @param group images of one group (column {@code slice_run}, else the image itself) are never split
     */
    public record Entry(String file, int label, String group) {}

    /**
     * Reads the lines.
     *
     * @param classes how many classes there are
     * @throws UnusableDataException if the file cannot be read, lacks a column or has a label out of range
     */
    public static List<Entry> read(Path csv, int classes) throws UnusableDataException {
        return IdxFile.isNamedSo(csv) ? readIdx(csv, classes) : readCsv(csv, classes);
    }

    private static List<Entry> readIdx(Path file, int classes) throws UnusableDataException {
        IdxFile labels = IdxFile.read(file);
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < labels.sizes().getFirst(); i++) {
            String name = IdxFile.entryName(i);
            entries.add(new Entry(
                    name, label(file.getFileName() + ": ", Integer.toString(labels.value(i)), classes), name));
        }
        return List.copyOf(entries);
    }

    private static List<Entry> readCsv(Path csv, int classes) throws UnusableDataException {
        List<String> lines = lines(csv);
        String name = csv.getFileName() + ": ";
        if (lines.isEmpty()) {
            throw new UnusableDataException(name + "empty (expected: a first line naming the columns file and label)");
        }
        List<String> columns = Arrays.stream(lines.getFirst().split(",", -1))
                .map(column -> column.replace("\ufeff", "").strip())
                .toList();
        int file = columns.indexOf("file");
        int label = columns.indexOf("label");
        int group = columns.indexOf("slice_run");
        if (file < 0 || label < 0) {
            throw new UnusableDataException(name + "no column " + (file < 0 ? "file" : "label")
                    + " (expected: a first line naming the columns file and label)");
        }
        List<Entry> entries = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (int i = 1; i < lines.size(); i++) {
            if (lines.get(i).isBlank()) {
                continue;
            }
            String[] cells = lines.get(i).split(",", -1);
            String where = name + "line " + (i + 1) + ": ";
            if (cells.length != columns.size()) {
                throw new UnusableDataException(
                        where + cells.length + " values (expected: " + columns.size() + " as in the first line)");
            }
            String image = cells[file].strip();
            if (image.isEmpty() || !seen.add(image)) {
                throw new UnusableDataException(where + (image.isEmpty() ? "no file" : "the file is listed twice"));
            }
            entries.add(
                    new Entry(image, label(where, cells[label].strip(), classes), group < 0 ? image : cells[group]));
        }
        if (entries.isEmpty()) {
            throw new UnusableDataException(name + "lists no images");
        }
        return List.copyOf(entries);
    }

    /**
     * One more column, in the order of {@link #read}.
     *
     * @throws UnusableDataException if the file cannot be read or lacks the column
     */
    public static List<String> column(Path csv, String name) throws UnusableDataException {
        List<String> lines = lines(csv).stream().filter(line -> !line.isBlank()).toList();
        int column = lines.isEmpty()
                ? -1
                : Arrays.asList(lines.getFirst().replace("\ufeff", "").strip().split(",", -1))
                        .indexOf(name);
        if (column < 0) {
            throw new UnusableDataException(csv.getFileName() + ": no column " + name);
        }
        List<String> cells = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] all = line.split(",", -1);
            cells.add(column < all.length ? all[column].strip() : "");
        }
        return List.copyOf(cells);
    }

    private static int label(String where, String text, int classes) throws UnusableDataException {
        if (text.matches("[0-9]{1,6}") && Integer.parseInt(text) < classes) {
            return Integer.parseInt(text);
        }
        throw new UnusableDataException(where + "the label is not a class (expected: 0.." + (classes - 1) + ")");
    }

    private static List<String> lines(Path csv) throws UnusableDataException {
        try {
            if (Files.size(csv) > MAX_BYTES) {
                throw new UnusableDataException(csv + ": larger than " + MAX_BYTES + " bytes");
            }
            return Files.readAllLines(csv);
        } catch (NoSuchFileException missing) {
            throw new UnusableDataException(csv + ": no such file");
        } catch (CharacterCodingException binary) {
            throw new UnusableDataException(csv + ": not a text file in UTF-8");
        } catch (IOException problem) {
            throw new UnusableDataException(csv + ": cannot be read");
        }
    }
}
