package gazelle.viewer.slice;

import java.util.List;
import java.util.Optional;

/**
 * The header entries that identify the patient, kept apart from all others.
 *
 * <p>Showing or exporting them is a decision; so this is not a record, and {@code toString} gives only their number.
 */
public final class Identifiers {
    private static final Identifiers NONE = new Identifiers(List.of());

    private final List<SliceTag> tags;

    /**
     * Takes identifying entries.
     *
     * @param tags in the order of their keys
     * @throws IllegalArgumentException if one of them identifies nobody
     */
    public Identifiers(List<SliceTag> tags) {
        this.tags = List.copyOf(tags);
        for (SliceTag tag : this.tags) {
            if (!tag.key().identifies()) {
                throw new IllegalArgumentException("tag: " + tag.key() + " (expected: one that identifies)");
            }
        }
    }

    /** Identifiers of a file that has none. */
    public static Identifiers none() {
        return NONE;
    }

    /** All identifying entries, in the order of their keys. */
    public List<SliceTag> tags() {
        return tags;
    }

    /** The value of one entry, if the file has it. */
    public Optional<String> value(SliceTag.Key key) {
        return SliceInfo.find(tags, key);
    }

    @Override
    public String toString() {
        return "Identifiers[" + tags.size() + " withheld]";
    }
}
