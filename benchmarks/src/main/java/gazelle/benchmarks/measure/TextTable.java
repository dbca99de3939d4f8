package gazelle.benchmarks.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A table that people read as text and Markdown reads as a table. */
public final class TextTable {
    private final List<List<String>> rows = new ArrayList<>();

    /**
     * @param headings one for each column
     */
    public TextTable(String... headings) {
        rows.add(List.of(headings));
    }

    /** Adds a row. */
    public void add(String... cells) {
        if (cells.length != rows.getFirst().size()) {
            throw new IllegalArgumentException(
                    "cells: " + cells.length + " (expected: " + rows.getFirst().size() + ")");
        }
        rows.add(List.of(cells));
    }

    /** The first column to the left, the others to the right. */
    @Override
    public String toString() {
        int[] widths = IntStream.range(0, rows.getFirst().size())
                .map(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            lines.add(IntStream.range(0, widths.length)
                    .mapToObj(column -> padded(row.get(column), widths[column], column == 0))
                    .collect(Collectors.joining(" | ", "| ", " |")));
        }
        lines.add(
                1,
                IntStream.range(0, widths.length)
                        .mapToObj(column -> "-".repeat(widths[column] + 1) + (column == 0 ? "-" : ":"))
                        .collect(Collectors.joining("|", "|", "|")));
        return String.join("\n", lines);
    }

    private static String padded(String text, int width, boolean left) {
        String blanks = " ".repeat(width - text.length());
        return left ? text + blanks : blanks + text;
    }
}
