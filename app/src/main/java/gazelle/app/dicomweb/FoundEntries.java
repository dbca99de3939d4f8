package gazelle.app.dicomweb;

import java.util.List;

/**
 * The entries that a search found.
 *
 * @param entries in the order of their numbers, studies in the archive's order
 * @param more true if the archive has more than were taken
 */
public record FoundEntries(List<FoundEntry> entries, boolean more) {
    public FoundEntries {
        entries = List.copyOf(entries);
    }
}
