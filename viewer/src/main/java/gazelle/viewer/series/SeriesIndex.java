package gazelle.viewer.series;

import gazelle.viewer.slice.UnreadableImageException;
import java.util.List;
import java.util.Objects;

/**
 * The series of a folder, an archive or a file.
 *
 * @param series the series, in the order of their titles
 * @param refusals the files that hold no slice that is understood
 */
public record SeriesIndex(List<SliceSeries> series, List<Refusal> refusals) {
    /**
     * A file that was left out.
     *
     * @param name its name within the folder or archive
     * @param reason why
     */
    public record Refusal(String name, UnreadableImageException reason) {
        public Refusal {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(reason, "reason");
        }
    }

    public SeriesIndex {
        series = List.copyOf(series);
        refusals = List.copyOf(refusals);
    }
}
