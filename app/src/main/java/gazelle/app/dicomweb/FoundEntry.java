package gazelle.app.dicomweb;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A study, series or instance that a search found.
 *
 * @param place its UIDs in the archive
 * @param values its attributes as text; showing those that {@linkplain Field#identifies() identify} the patient is
 *     a decision
 */
public record FoundEntry(ArchivePlace place, Map<Field, String> values) {
    /** An attribute that is asked of an archive, with its DICOM number (PS3.18 tables 10.6.3-3 to 10.6.3-5). */
    public enum Field {
        PATIENT_NAME("00100010", true),
        PATIENT_ID("00100020", true),
        STUDY_DATE("00080020", true),
        ACCESSION_NUMBER("00080050", true),
        STUDY_DESCRIPTION("00081030", false),
        MODALITIES_IN_STUDY("00080061", false),
        SERIES_IN_STUDY("00201206", false),
        INSTANCES_IN_STUDY("00201208", false),
        MODALITY("00080060", false),
        SERIES_NUMBER("00200011", false),
        SERIES_DESCRIPTION("0008103E", false),
        INSTANCES_IN_SERIES("00201209", false),
        INSTANCE_NUMBER("00200013", false),
        FRAMES("00280008", false);

        private final String tag;
        private final boolean identifies;

        Field(String tag, boolean identifies) {
            this.tag = tag;
            this.identifies = identifies;
        }

        /** Group and element as eight hexadecimal digits. */
        String tag() {
            return tag;
        }

        /** Returns whether the value identifies a person or leads to one. */
        public boolean identifies() {
            return identifies;
        }
    }

    public FoundEntry {
        Objects.requireNonNull(place, "place");
        values = Map.copyOf(values);
    }

    /** Returns the value of one field, if the archive has it. */
    public Optional<String> value(Field field) {
        return Optional.ofNullable(values.get(field));
    }

    /** The number of the slice or series, for ordering; last where there is none. */
    double number(Field field) {
        String text = values.getOrDefault(field, "");
        return text.matches("[+-]?[0-9]{1,12}") ? Double.parseDouble(text) : Double.MAX_VALUE;
    }

    @Override
    public String toString() {
        return "FoundEntry[" + values.size() + " values withheld]";
    }
}
