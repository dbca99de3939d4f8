package gazelle.viewer.io;

import gazelle.viewer.display.SliceGeometry;
import gazelle.viewer.io.SeriesIndex.Refusal;
import gazelle.viewer.io.SliceSeries.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sorts files into series: by series number and orientation within DICOM, by file where one holds several slices. */
final class SeriesGrouping {
    /** Enough for the tags of nearly every file; the others are read in full. */
    private static final int HEAD_BYTES = 1 << 16;

    private final Map<Key, List<Slice>> groups = new LinkedHashMap<>();
    private final List<SliceSeries> complete = new ArrayList<>();
    private final List<Refusal> refusals = new ArrayList<>();

    /** Reads the beginning of a file. */
    interface Head {
        byte[] read(int limit) throws UnreadableImageException;
    }

    /** What slices of one series have in common; pictures without tags have only their format. */
    private record Key(SliceFormat format, String series, int rows, int columns, String orientation, String title) {}

    /** One slice and what orders it. */
    private record Slice(SliceSource source, @Nullable SliceGeometry geometry, double instance) {
        double distance() {
            return geometry == null ? 0 : geometry.distance();
        }
    }

    /** Takes a file into its series or, if it is none, among the refusals. */
    void add(SliceSource source, Head head) {
        try {
            byte[] start = head.read(HEAD_BYTES);
            if (!PngChunks.isPng(start) && !JpegFile.isJpeg(start) && DicomHeader.isDicom(start)) {
                addDicom(source, head, start);
            } else if (PngChunks.isPng(start) || JpegFile.isJpeg(start)) {
                SliceFormat format = PngChunks.isPng(start) ? SliceFormat.PNG : SliceFormat.JPEG;
                group(new Key(format, "", 0, 0, "", "")).add(new Slice(source, null, 0));
            } else {
                addStack(source, SliceReader.open(head.read(SliceReader.MAX_FILE_SIZE_BYTES + 1)), source.name());
            }
        } catch (UnreadableImageException refusal) {
            refusals.add(new Refusal(source.name(), refusal));
        }
    }

    SeriesIndex finish() {
        List<SliceSeries> series = new ArrayList<>(complete);
        groups.forEach((key, slices) -> series.add(ordered(key.title, slices)));
        series.sort(Comparator.comparing(SliceSeries::title));
        return new SeriesIndex(series, refusals);
    }

    /** Like {@link #finish}, but a refusal of the only file is the outcome. */
    SeriesIndex finishSingle() throws UnreadableImageException {
        if (!refusals.isEmpty()) {
            throw refusals.getFirst().reason();
        }
        return finish();
    }

    private void addDicom(SliceSource source, Head head, byte[] start) throws UnreadableImageException {
        DicomDataSet dataSet;
        try {
            dataSet = parse(start);
        } catch (UnreadableImageException truncated) {
            if (start.length < HEAD_BYTES) {
                throw truncated;
            }
            dataSet = parse(head.read(SliceReader.MAX_FILE_SIZE_BYTES + 1));
        }
        DicomPixelFormat format = DicomPixelFormat.of(dataSet, new ArrayList<>());
        String title = text(DicomText.tags(dataSet, false), SliceTag.Key.SERIES_DESCRIPTION);
        if (format.frames() > 1) {
            SliceStack stack = SliceReader.open(head.read(SliceReader.MAX_FILE_SIZE_BYTES + 1));
            addStack(source, stack, title);
            return;
        }
        SliceGeometry geometry = DicomGeometry.of(dataSet, dataSet, dataSet);
        Key key = new Key(
                SliceFormat.DICOM,
                text(DicomText.tags(dataSet, true), SliceTag.Key.SERIES_INSTANCE_UID),
                format.rows(),
                format.columns(),
                orientation(geometry),
                title);
        String instance = text(DicomText.tags(dataSet, false), SliceTag.Key.INSTANCE_NUMBER);
        group(key).add(new Slice(source, geometry, DicomText.sensible(instance).orElse(0)));
    }

    private static DicomDataSet parse(byte[] content) throws UnreadableImageException {
        DicomHeader header = DicomHeader.parse(content);
        return DicomDataSet.parse(header.unpacked(content), header.afterUnpacking());
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

    private static String text(List<SliceTag> tags, SliceTag.Key key) {
        return SliceInfo.find(tags, key).orElse("");
    }
}
