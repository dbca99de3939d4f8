package gazelle.viewer.tag;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Names and value representations of the standard elements that images of the field have (DICOM PS3.6, section 6).
 *
 * <p>An element that is missing here keeps its number; nothing but its name is lost.
 */
public final class DicomDictionary {
    private static final Map<Integer, Entry> ENTRIES = load();

    private DicomDictionary() {}

    /**
     * The standard's entry for an element.
     *
     * @param name its name, such as {@code Patient's Name}
     * @param vr its value representation; the first where the standard allows several, {@code NA} for items
     */
    public record Entry(String name, String vr) {
        public Entry {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(vr, "vr");
        }
    }

    /**
     * Looks an element up.
     *
     * @param tag group in the upper 16 bits, element in the lower 16
     */
    public static Optional<Entry> find(int tag) {
        return Optional.ofNullable(ENTRIES.get(tag));
    }

    private static Map<Integer, Entry> load() {
        Map<Integer, Entry> entries = new HashMap<>();
        InputStream resource = Objects.requireNonNull(
                DicomDictionary.class.getResourceAsStream("dicom-dictionary.txt"), "dicom-dictionary.txt");
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8))) {
            lines.lines()
                    .forEach(line -> entries.put(
                            Integer.parseUnsignedInt(line, 0, 8, 16),
                            new Entry(line.substring(12), line.substring(9, 11))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.copyOf(entries);
    }
}
