package gazelle.viewer.series;

import gazelle.viewer.dicom.DicomPlane;
import gazelle.viewer.dicom.DicomStack;
import gazelle.viewer.dicom.DicomSummary;
import gazelle.viewer.dicom.PlaneOrder;
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
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sorts files into series: by series and orientation within DICOM, whether a file holds one slice or many; by file where one holds
 * several slices without places.
 */
final class SeriesGrouping {
    /** Enough for the tags of nearly every file; the others are read in full. */
    private static final int HEAD_BYTES = 1 << 16;

    private static final NaturalOrder NAMES = new NaturalOrder();

    private final Map<Key, List<Slice>> groups = new LinkedHashMap<>();
    private final List<SliceSeries> complete = new ArrayList<>();
    private final List<Refusal> refusals = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    /** The names of files that hold nothing but the voxels of a header beside them. */
    private final Set<String> parts = new HashSet<>();

    /** The properties that slices of one series share; pictures without tags have only their format. */
    private record Key(SliceFormat format, String series, int rows, int columns, String title) {}

    /** One slice with the facts by which slices are ordered; a picture has none but its name. */
    private record Slice(
            SliceSource source, int index, @Nullable DicomPlane plane) {}

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
                group(new Key(format, "", 0, 0, "")).add(new Slice(source, 0, null));
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
        groups.forEach((key, slices) -> series.addAll(ordered(key.title, slices)));
        series.sort(Comparator.comparing(SliceSeries::title, NAMES));
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
            addFrames(source, DicomStack.open(source.readUnpacked(FileLimits.MAX_FILE_SIZE_BYTES + 1)), summary);
            return;
        }
        group(key(summary, summary.seriesUid())).add(new Slice(source, 0, summary.plane()));
    }

    /** Scanners write a series in one file, or in a file a volume: frames with places join those of the other files. */
    private void addFrames(SliceSource source, DicomStack stack, DicomSummary summary) {
        List<DicomPlane> planes = stack.planes();
        if (planes.isEmpty()) {
            addStack(source, stack, summary.description());
            return;
        }
        boolean named = !summary.seriesUid().isEmpty();
        List<Slice> slices = group(key(summary, named ? summary.seriesUid() : "file " + source.name()));
        for (int i = 0; i < planes.size(); i++) {
            DicomPlane plane = planes.get(i);
            slices.add(new Slice(
                    source,
                    i,
                    new DicomPlane(
                            plane.geometry(), plane.contrast(), summary.plane().number())));
        }
    }

    private static Key key(DicomSummary summary, String series) {
        return new Key(SliceFormat.DICOM, series, summary.rows(), summary.columns(), summary.description());
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

    /** Pictures by their names; slices of DICOM by place, then by number, then by name. */
    private static List<SliceSeries> ordered(String title, List<Slice> slices) {
        List<Slice> named = slices.stream()
                .sorted(Comparator.comparing(slice -> slice.source.name(), NAMES))
                .toList();
        List<DicomPlane> planes =
                named.stream().map(Slice::plane).filter(Objects::nonNull).toList();
        if (planes.isEmpty()) {
            return List.of(new SliceSeries(title, places(named), 0));
        }
        List<SliceSeries> series = new ArrayList<>();
        for (PlaneOrder order : PlaneOrder.of(planes)) {
            List<Slice> sorted = order.indexes().stream().map(named::get).toList();
            boolean frames = sorted.stream().anyMatch(slice -> slice.index > 0);
            series.add(new SliceSeries(title, places(sorted), frames ? order.middle() : 0));
        }
        return series;
    }

    private static List<Place> places(List<Slice> slices) {
        return slices.stream()
                .map(slice -> new Place(slice.source, slice.index))
                .toList();
    }
}
