package gazelle.app.verify;

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
 * An image whose class is known, as a line of a label file says.
 *
 * @param file the image's name, or its path within the folder of images
 * @param label its class, counting from 0 in the order of the model's card
 */
public record KnownAnswer(String file, int label) {
    private static final long MAX_BYTES = 64 << 20;
    private static final String EXPECTED = " (expected: a first line naming the columns file and label)";

    /**
     * Reads a label file in the form that {@code gazelle-models evaluate --labels} takes: comma-separated, a first line of column
     * names among which are {@code file} and {@code label}, then a line for each image.
     *
     * @param classes the number of classes of the model
     * @throws UnusableTestException if it cannot be read, lacks a column, lists an image twice or has a label out of range
     */
    public static List<KnownAnswer> readAll(Path csv, int classes) throws UnusableTestException {
        List<String> lines = lines(csv);
        String name = csv.getFileName() + ": ";
        if (lines.isEmpty()) {
            throw new UnusableTestException(name + "empty" + EXPECTED);
        }
        List<String> columns = Arrays.stream(lines.getFirst().split(",", -1))
                .map(column -> column.replace("\ufeff", "").strip())
                .toList();
        int file = columns.indexOf("file");
        int label = columns.indexOf("label");
        if (file < 0 || label < 0) {
            throw new UnusableTestException(name + "no column " + (file < 0 ? "file" : "label") + EXPECTED);
        }
        List<KnownAnswer> answers = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (int i = 1; i < lines.size(); i++) {
            if (lines.get(i).isBlank()) {
                continue;
            }
            String where = name + "line " + (i + 1) + ": ";
            String[] cells = lines.get(i).split(",", -1);
            if (cells.length != columns.size()) {
                throw new UnusableTestException(
                        where + cells.length + " values (expected: " + columns.size() + " as in the first line)");
            }
            String image = cells[file].strip();
            if (image.isEmpty() || !seen.add(image)) {
                throw new UnusableTestException(where + (image.isEmpty() ? "no file" : "the file is listed twice"));
            }
            answers.add(new KnownAnswer(image, label(where, cells[label].strip(), classes)));
        }
        if (answers.isEmpty()) {
            throw new UnusableTestException(name + "lists no images");
        }
        return List.copyOf(answers);
    }

    private static int label(String where, String text, int classes) throws UnusableTestException {
        if (text.matches("[0-9]{1,6}") && Integer.parseInt(text) < classes) {
            return Integer.parseInt(text);
        }
        throw new UnusableTestException(where + "the label is not a class of the model (expected: 0.." + (classes - 1)
                + ", in the order of its card)");
    }

    private static List<String> lines(Path csv) throws UnusableTestException {
        try {
            if (Files.size(csv) > MAX_BYTES) {
                throw new UnusableTestException(csv + ": larger than " + MAX_BYTES + " bytes");
            }
            return Files.readAllLines(csv);
        } catch (NoSuchFileException missing) {
            throw new UnusableTestException(csv + ": no such file");
        } catch (CharacterCodingException binary) {
            throw new UnusableTestException(csv + ": not a text file in UTF-8");
        } catch (IOException problem) {
            throw new UnusableTestException(csv + ": cannot be read");
        }
    }
}
