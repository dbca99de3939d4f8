package gazelle.app.dicomweb;

import java.util.List;
import java.util.Objects;

/**
 * The entries that a search found.
 *
 * @param entries in the order of their numbers, studies in the archive's order
 * @param shortfall a sentence for people if the archive has more than these, or may have; empty if they are all
 */
public record FoundEntries(List<FoundEntry> entries, String shortfall) {
    public FoundEntries {
        entries = List.copyOf(entries);
        Objects.requireNonNull(shortfall, "shortfall");
    }

    /** Returns whether the archive has more than were taken, or may have. */
    public boolean more() {
        return !shortfall.isEmpty();
    }

    @Override
    public String toString() {
        return "FoundEntries[" + entries.size() + (more() ? ", more" : "") + "]";
    }
}
