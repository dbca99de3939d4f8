package gazelle.viewer.slice;

import gazelle.viewer.tag.TagNumbers;
import java.util.Locale;
import java.util.Objects;

/**
 * One header entry as text.
 *
 * @param key which entry
 * @param value its value, decoded, trimmed, without control characters, of at most 256 characters; not empty
 */
public record SliceTag(Key key, String value) {

    /**
     * The header entries that are kept, with their DICOM numbers and names (PS3.6).
     *
     * <p>Those that identify a person or that lead to one are {@linkplain #identifies() marked}. Free text such as a
     * series description can hold a name too if someone typed one.
     */
    public enum Key {
        MODALITY(TagNumbers.MODALITY, "Modality", false),
        MANUFACTURER(TagNumbers.MANUFACTURER, "Manufacturer", false),
        STUDY_DESCRIPTION(TagNumbers.STUDY_DESCRIPTION, "Study description", false),
        SERIES_DESCRIPTION(TagNumbers.SERIES_DESCRIPTION, "Series description", false),
        BODY_PART(TagNumbers.BODY_PART, "Body part examined", false),
        SCANNING_SEQUENCE(TagNumbers.SCANNING_SEQUENCE, "Scanning sequence", false),
        SLICE_THICKNESS(TagNumbers.SLICE_THICKNESS, "Slice thickness (mm)", false),
        REPETITION_TIME(TagNumbers.REPETITION_TIME, "Repetition time (ms)", false),
        ECHO_TIME(TagNumbers.ECHO_TIME, "Echo time (ms)", false),
        FIELD_STRENGTH(TagNumbers.FIELD_STRENGTH, "Magnetic field strength (T)", false),
        CONTRAST_AGENT(TagNumbers.CONTRAST_AGENT, "Contrast agent", false),
        PROTOCOL_NAME(TagNumbers.PROTOCOL_NAME, "Protocol name", false),
        PATIENT_POSITION(TagNumbers.PATIENT_POSITION, "Patient position", false),
        SERIES_NUMBER(TagNumbers.SERIES_NUMBER, "Series number", false),
        INSTANCE_NUMBER(TagNumbers.INSTANCE_NUMBER, "Instance number", false),
        IMAGE_POSITION(TagNumbers.IMAGE_POSITION, "Image position (mm)", false),
        IMAGE_ORIENTATION(TagNumbers.IMAGE_ORIENTATION, "Image orientation", false),
        PIXEL_SPACING(TagNumbers.PIXEL_SPACING, "Pixel spacing (mm)", false),
        BURNED_IN_ANNOTATION(TagNumbers.BURNED_IN_ANNOTATION, "Burned-in annotation", false),
        WINDOW_EXPLANATION(TagNumbers.WINDOW_EXPLANATION, "Windows", false),
        LOSSY_RATIO(TagNumbers.LOSSY_RATIO, "Lossy compression ratio", false),
        SOP_INSTANCE_UID(TagNumbers.SOP_INSTANCE_UID, "SOP instance UID", true),
        STUDY_DATE(TagNumbers.STUDY_DATE, "Study date", true),
        STUDY_TIME(TagNumbers.STUDY_TIME, "Study time", true),
        ACCESSION_NUMBER(TagNumbers.ACCESSION_NUMBER, "Accession number", true),
        INSTITUTION(TagNumbers.INSTITUTION, "Institution", true),
        REFERRING_PHYSICIAN(TagNumbers.REFERRING_PHYSICIAN, "Referring physician", true),
        PATIENT_NAME(TagNumbers.PATIENT_NAME, "Patient name", true),
        PATIENT_ID(TagNumbers.PATIENT_ID, "Patient ID", true),
        PATIENT_BIRTH_DATE(TagNumbers.PATIENT_BIRTH_DATE, "Patient birth date", true),
        PATIENT_SEX(TagNumbers.PATIENT_SEX, "Patient sex", true),
        PATIENT_AGE(TagNumbers.PATIENT_AGE, "Patient age", true),
        STUDY_INSTANCE_UID(TagNumbers.STUDY_INSTANCE_UID, "Study instance UID", true),
        SERIES_INSTANCE_UID(TagNumbers.SERIES_INSTANCE_UID, "Series instance UID", true),
        STUDY_ID(TagNumbers.STUDY_ID, "Study ID", true),
        IMAGE_COMMENTS(TagNumbers.IMAGE_COMMENTS, "Image comments", true);

        private final int number;
        private final String displayName;
        private final boolean identifies;

        Key(int number, String displayName, boolean identifies) {
            this.number = number;
            this.displayName = displayName;
            this.identifies = identifies;
        }

        /** Returns the DICOM tag: group in the upper 16 bits, element in the lower 16. */
        public int number() {
            return number;
        }

        /** Returns the name in model cards and JSON lines, such as {@code series-description}. */
        public String fieldName() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** Returns the name that people read, with its unit. */
        public String displayName() {
            return displayName;
        }

        /** Returns whether the value identifies a person or leads to one. */
        public boolean identifies() {
            return identifies;
        }
    }

    public SliceTag {
        Objects.requireNonNull(key, "key");
        if (value.isEmpty()) {
            throw new IllegalArgumentException("value: empty (expected: text)");
        }
    }
}
