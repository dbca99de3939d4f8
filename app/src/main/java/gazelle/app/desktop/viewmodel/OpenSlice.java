package gazelle.app.desktop.viewmodel;

import gazelle.viewer.series.SliceSeries;
import gazelle.viewer.slice.SliceFile;
import java.util.List;
import java.util.Objects;

/**
 * A slice of a series that was opened. Two openings of one file are two series; the same slice of one series is equal to
 * itself however often it is shown.
 */
public final class OpenSlice {
    private final List<SliceSeries> together;
    private final SliceSeries series;
    private final int index;
    private final SliceFile content;

    /**
     * @param together all series that were opened with this one
     * @param series one of them
     * @param index of the slice, from 0
     * @param content the decoded slice
     */
    public OpenSlice(List<SliceSeries> together, SliceSeries series, int index, SliceFile content) {
        this.together = List.copyOf(together);
        this.series = Objects.requireNonNull(series, "series");
        this.index = Objects.checkIndex(index, series.size());
        this.content = Objects.requireNonNull(content, "content");
    }

    /** The name of its file, within the folder or archive that was opened. */
    public String fileName() {
        return series.fileName(index);
    }

    /** The SHA-256 of its file, as 64 lower-case hexadecimal digits. */
    public String fileDigest() {
        return series.fileDigest(index).orElseThrow();
    }

    /** The picture and what its file says of it. */
    public SliceFile content() {
        return content;
    }

    /** The series that it belongs to. */
    public SliceSeries series() {
        return series;
    }

    /** Returns the index of the slice in the series, from 0. */
    public int index() {
        return index;
    }

    /** All series that were opened with it. */
    public List<SliceSeries> together() {
        return together;
    }

    /** Returns the place of the slice in its series, for people: {@code Slice 14 of 27}. */
    public String place() {
        return "Slice " + (index + 1) + " of " + series.size();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OpenSlice slice && series == slice.series && index == slice.index;
    }

    @Override
    public int hashCode() {
        return 31 * System.identityHashCode(series) + index;
    }
}
