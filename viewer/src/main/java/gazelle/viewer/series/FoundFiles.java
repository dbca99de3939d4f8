package gazelle.viewer.series;

import gazelle.viewer.series.SeriesIndex.Refusal;
import java.util.List;

/**
 * The files of a folder or an archive that are to be looked at.
 *
 * @param files in the order of their names
 * @param refusals parts of it that could not be looked into
 * @param notes sentences on what was chosen, for people
 */
record FoundFiles(List<SliceSource> files, List<Refusal> refusals, List<String> notes) {
    FoundFiles {
        files = List.copyOf(files);
        refusals = List.copyOf(refusals);
        notes = List.copyOf(notes);
    }
}
