package gazelle.models.data;

import gazelle.viewer.input.MarkedBox;
import gazelle.viewer.slice.SliceFile;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The boxes that were drawn around the findings of many images: CSV with the columns file, x, y, width and height, in fractions. */
public final class MarkFile {
    private final Map<String, MarkedBox> marks;

    private MarkFile(Map<String, MarkedBox> marks) {
        this.marks = Map.copyOf(marks);
    }

    /** Returns the marks of images that have none. */
    public static MarkFile none() {
        return new MarkFile(Map.of());
    }

    /**
     * Reads a file of boxes.
     *
     * @throws UnusableDataException if it cannot be read, lacks a column, or holds something that is no box
     */
    public static MarkFile read(Path csv) throws UnusableDataException {
        List<String> files = LabelFile.column(csv, "file");
        List<String> x = LabelFile.column(csv, "x");
        List<String> y = LabelFile.column(csv, "y");
        List<String> width = LabelFile.column(csv, "width");
        List<String> height = LabelFile.column(csv, "height");
        Map<String, MarkedBox> marks = new HashMap<>();
        for (int i = 0; i < files.size(); i++) {
            try {
                marks.put(
                        ImageSource.stem(files.get(i)),
                        MarkedBox.parse(String.join(",", x.get(i), y.get(i), width.get(i), height.get(i))));
            } catch (IllegalArgumentException noBox) {
                throw new UnusableDataException(csv.getFileName() + " line " + (i + 2) + ": " + noBox.getMessage());
            }
        }
        return new MarkFile(marks);
    }

    /** Returns the slice of that name with its box, if it has one; the file of boxes may give the name another ending. */
    public SliceFile mark(String file, SliceFile slice) {
        MarkedBox mark = marks.get(ImageSource.stem(file));
        return mark == null ? slice : slice.marked(mark);
    }
}
