package gazelle.viewer.series;

import gazelle.viewer.dicom.DicomStack;
import gazelle.viewer.dicom.DicomSummary;
import gazelle.viewer.display.SliceGeometry;
import gazelle.viewer.format.JpegFile;
import gazelle.viewer.format.PngReader;
import gazelle.viewer.series.SeriesIndex.Refusal;
import gazelle.viewer.series.SliceSeries.Place;
import gazelle.viewer.slice.FileLimits;
import gazelle.viewer.slice.SliceFormat;
import gazelle.viewer.slice.SliceStack;
import gazelle.viewer.slice.UnreadableImageException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sorts files into series: by series number and orientation within DICOM, by file where one holds several slices. */
final class SeriesGrouping {
    /** Enough for the tags of nearly every file; the others are read in full. */
    private static final int HEAD_BYTES = 1 << 16;

    private final Map<Key, List<Slice>> groups = new LinkedHashMap<>();
    private final List<SliceSeries> complete = new ArrayList<>();
    private final List<Refusal> refusals = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    /** The names of files that hold nothing but the voxels of a header beside them. */
    private final Set<String> parts = new HashSet<>();

    /** The properties that slices of one series share; pictures without tags have only their format. */
    private record Key(SliceFormat format, String series, int rows, int columns, String orientation, String title) {}

    /** One slice with the numbers by which slices are ordered. */
    private record Slice(SliceSource source, @Nullable SliceGeometry geometry, double instance) {
        double distance() {
            return geometry == null ? 0 : geometry.distance();
        }
    }

    /** Takes the files of a folder or an archive. */
    void add(FoundFiles found) {
        refusals.addAll(found.refusals());
        notes.addAll(found.notes());
        found.files().forEach(this::add);
    }

    /** Takes a file into its series or, if it is none, among the refusals. */
    void add(SliceSource source) {
        try {
            byte[] start = source.readUnpacked(HEAD_BYTES);
            if (!PngReader.isPng(start) && !JpegFile.isJpeg(start) && DicomStack.isDicom(start)) {
                addDicom(source, start);
            } else if (PngReader.isPng(start) || JpegFile.isJpeg(start)) {
                SliceFormat format = PngReader.isPng(start) ? SliceFormat.PNG : SliceFormat.JPEG;
                group(new Key(format, "", 0, 0, "", "")).add(new Slice(source, null, 0));
            } else {
                addVolume(source);
            }
        } catch (UnreadableImageException refusal) {
            refusals.add(new Refusal(source.name(), refusal));
        }
    }

    private void addVolume(SliceSource source) throws UnreadableImageException {
        SourceNeighbours neighbours = new SourceNeighbours(source);
        try {
            byte[] content = source.read(FileLimits.MAX_FILE_SIZE_BYTES + 1);
            addStack(source, SliceReader.open(content, neighbours), source.name());
        } finally {
            neighbours.found().forEach(part -> parts.add(part.name()));
        }
    }

    SeriesIndex finish() {
        List<SliceSeries> series = new ArrayList<>(complete);
        groups.forEach((key, slices) -> series.add(ordered(key.title, slices)));
        series.sort(Comparator.comparing(SliceSeries::title));
        refusals.removeIf(refusal -> parts.contains(refusal.name()));
        return new SeriesIndex(series, refusals, notes);
    }

    /** Like {@link #finish}, but a refusal of the only file is the outcome. */
    SeriesIndex finishSingle() throws UnreadableImageException {
        if (!refusals.isEmpty()) {
            throw refusals.getFirst().reason();
        }
        return finish();
    }

    private void addDicom(SliceSource source, byte[] start) throws UnreadableImageException {
        DicomSummary summary;
        try {
            summary = DicomSummary.of(start);
        } catch (UnreadableImageException truncated) {
            if (start.length < HEAD_BYTES) {
                throw truncated;
            }
            summary = DicomSummary.of(source.readUnpacked(FileLimits.MAX_FILE_SIZE_BYTES + 1));
        }
        if (summary.frames() > 1) {
            SliceStack stack = SliceReader.open(source.read(FileLimits.MAX_FILE_SIZE_BYTES + 1));
            addStack(source, stack, summary.description());
            return;
        }
        Key key = new Key(
                SliceFormat.DICOM,
                summary.seriesUid(),
                summary.rows(),
                summary.columns(),
                orientation(summary.geometry()),
                summary.description());
        group(key).add(new Slice(source, summary.geometry(), summary.instance()));
    }

    private void addStack(SliceSource source, SliceStack stack, String title) {
        List<Place> places = new ArrayList<>();
        for (int i = 0; i < stack.size(); i++) {
            places.add(new Place(source, i));
        }
        complete.add(new SliceSeries(title, places, stack.preferred()));
    }

    private List<Slice> group(Key key) {
        return groups.computeIfAbsent(key, _ -> new ArrayList<>());
    }

    /** By place where every slice has one and not all are in the same; else by number, else by name. */
    private static SliceSeries ordered(String title, List<Slice> slices) {
        boolean placed = slices.stream().allMatch(slice -> slice.geometry != null);
        Comparator<Slice> order = Comparator.comparingDouble(Slice::instance);
        if (placed) {
            order = Comparator.comparingDouble(Slice::distance).thenComparing(order);
        }
        return new SliceSeries(
                title,
                slices.stream()
                        .sorted(order.thenComparing(slice -> slice.source.name()))
                        .map(slice -> new Place(slice.source, 0))
                        .toList(),
                0);
    }

    /** Directions rounded to about three degrees: localisers of several orientations share a series number. */
    private static String orientation(@Nullable SliceGeometry geometry) {
        if (geometry == null) {
            return "";
        }
        return rounded(geometry.normal().left()) + " "
                + rounded(geometry.normal().posterior()) + " "
                + rounded(geometry.normal().superior());
    }

    private static long rounded(double component) {
        return Math.round(component * 20);
    }
}
