package gazelle.viewer.series;

import gazelle.viewer.slice.UnreadableImageException;
import java.util.List;
import java.util.Objects;

/**
 * The series of a folder, an archive or a file.
 *
 * @param series the series, in the order of their titles
 * @param refusals the files that hold no slice that is understood
 * @param notes sentences for people on which files were chosen
 */
public record SeriesIndex(List<SliceSeries> series, List<Refusal> refusals, List<String> notes) {
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

        /** Returns whether the file is of another kind than pictures of patients, so that leaving it out loses none. */
        public boolean isOfAnotherKind() {
            return switch (reason.code()) {
                case NOT_AN_IMAGE, NO_PIXELS, OTHER_FORMAT -> true;
                case TRUNCATED, DAMAGED, UNSUPPORTED_ENCODING, TOO_LARGE, SIZE_MISMATCH, UNREADABLE_FILE -> false;
            };
        }
    }

    public SeriesIndex {
        series = List.copyOf(series);
        refusals = List.copyOf(refusals);
        notes = List.copyOf(notes);
    }
}
