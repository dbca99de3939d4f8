package gazelle.viewer.io;

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
        MODALITY(0x00080060, "Modality", false),
        MANUFACTURER(0x00080070, "Manufacturer", false),
        STUDY_DESCRIPTION(0x00081030, "Study description", false),
        SERIES_DESCRIPTION(0x0008103E, "Series description", false),
        BODY_PART(0x00180015, "Body part examined", false),
        SCANNING_SEQUENCE(0x00180020, "Scanning sequence", false),
        SLICE_THICKNESS(0x00180050, "Slice thickness (mm)", false),
        REPETITION_TIME(0x00180080, "Repetition time (ms)", false),
        ECHO_TIME(0x00180081, "Echo time (ms)", false),
        FIELD_STRENGTH(0x00180087, "Magnetic field strength (T)", false),
        CONTRAST_AGENT(0x00180010, "Contrast agent", false),
        PROTOCOL_NAME(0x00181030, "Protocol name", false),
        PATIENT_POSITION(0x00185100, "Patient position", false),
        SERIES_NUMBER(0x00200011, "Series number", false),
        INSTANCE_NUMBER(0x00200013, "Instance number", false),
        IMAGE_POSITION(0x00200032, "Image position (mm)", false),
        IMAGE_ORIENTATION(0x00200037, "Image orientation", false),
        PIXEL_SPACING(0x00280030, "Pixel spacing (mm)", false),
        BURNED_IN_ANNOTATION(0x00280301, "Burned-in annotation", false),
        WINDOW_EXPLANATION(0x00281055, "Windows", false),
        LOSSY_RATIO(0x00282112, "Lossy compression ratio", false),
        SOP_INSTANCE_UID(0x00080018, "SOP instance UID", true),
        STUDY_DATE(0x00080020, "Study date", true),
        STUDY_TIME(0x00080030, "Study time", true),
        ACCESSION_NUMBER(0x00080050, "Accession number", true),
        INSTITUTION(0x00080080, "Institution", true),
        REFERRING_PHYSICIAN(0x00080090, "Referring physician", true),
        PATIENT_NAME(0x00100010, "Patient name", true),
        PATIENT_ID(0x00100020, "Patient ID", true),
        PATIENT_BIRTH_DATE(0x00100030, "Patient birth date", true),
        PATIENT_SEX(0x00100040, "Patient sex", true),
        PATIENT_AGE(0x00101010, "Patient age", true),
        STUDY_INSTANCE_UID(0x0020000D, "Study instance UID", true),
        SERIES_INSTANCE_UID(0x0020000E, "Series instance UID", true),
        STUDY_ID(0x00200010, "Study ID", true),
        IMAGE_COMMENTS(0x00204000, "Image comments", true);

        private final int number;
        private final String displayName;
        private final boolean identifies;

        Key(int number, String displayName, boolean identifies) {
            this.number = number;
            this.displayName = displayName;
            this.identifies = identifies;
        }

        /** The DICOM tag: group in the upper 16 bits, element in the lower 16. */
        public int number() {
            return number;
        }

        /** The name that people read, with its unit. */
        public String displayName() {
            return displayName;
        }

        /** Whether the value identifies a person or leads to one. */
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
