package gazelle.viewer.dicom;

import gazelle.viewer.display.SliceGeometry;
import gazelle.viewer.slice.UnreadableImageException;
import gazelle.viewer.tag.TagNumbers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The facts that an enhanced multi-frame object gives for its frames (PS3.3 C.7.6.16), and the order of their places. Frames of objects
 * that say nothing of each one, such as older multi-frame objects, stay in the order of the file.
 */
final class DicomFrames {
    private final DicomDataSet dataSet;
    private final List<DicomDataSet> shared;
    private final List<DicomDataSet> perFrame;
    private final Map<Integer, DicomDataSet> common = new HashMap<>();

    /** The planes in the order of their places; empty where the frames stay in the order of the file. */
    private final List<DicomPlane> planes;

    private final List<Integer> order;
    private final int preferred;

    DicomFrames(DicomDataSet dataSet, int frames) throws UnreadableImageException {
        this.dataSet = dataSet;
        shared = dataSet.items(TagNumbers.SHARED_GROUPS);
        perFrame = dataSet.items(TagNumbers.FRAME_GROUPS);
        List<DicomPlane> found = frames > 1 && perFrame.size() >= frames ? planes(frames) : List.of();
        List<PlaneOrder> stacks = PlaneOrder.of(found);
        order = stacks.stream().flatMap(stack -> stack.indexes().stream()).toList();
        planes = order.stream().map(found::get).toList();
        preferred = stacks.isEmpty() ? 0 : stacks.getFirst().middle();
    }

    /** Returns the frame in the middle of the first volume; the first of frames without places. */
    int preferred() {
        return preferred;
    }

    /** Returns the number in the file, from 0, of the frame at a place in the order. */
    int frame(int place) {
        return order.isEmpty() ? place : order.get(place);
    }

    /** The planes in order; empty where the frames stay in the order of the file. */
    List<DicomPlane> planes() {
        return planes;
    }

    /** Returns the data set with a frame's values of one kind: its own group, the common one, or the top level. */
    DicomDataSet group(int sequence, int frame) throws UnreadableImageException {
        if (frame < perFrame.size()) {
            List<DicomDataSet> own = perFrame.get(frame).items(sequence);
            if (!own.isEmpty()) {
                return own.getFirst();
            }
        }
        // Read once: a hostile file could have both many frames and a long common group.
        DicomDataSet known = common.get(sequence);
        if (known == null) {
            List<DicomDataSet> items =
                    shared.isEmpty() ? List.of() : shared.getFirst().items(sequence);
            known = items.isEmpty() ? dataSet : items.getFirst();
            common.put(sequence, known);
        }
        return known;
    }

    /** Returns the place of a frame; null if the file does not say. */
    @Nullable
    SliceGeometry geometry(int frame) throws UnreadableImageException {
        return DicomGeometry.of(
                group(TagNumbers.POSITION_SEQUENCE, frame),
                group(TagNumbers.ORIENTATION_SEQUENCE, frame),
                group(TagNumbers.MEASURES_SEQUENCE, frame));
    }

    /** The planes in the order of the file; none if one has no place. */
    private List<DicomPlane> planes(int frames) throws UnreadableImageException {
        List<DicomPlane> found = new ArrayList<>();
        for (int frame : IntStream.range(0, frames).toArray()) {
            SliceGeometry geometry = geometry(frame);
            if (geometry == null) {
                return List.of();
            }
            found.add(new DicomPlane(geometry, DicomContrast.of(this, frame), frame));
        }
        return found;
    }
}
