package gazelle.app.dicomweb;

/** The attributes by which studies can be searched (PS3.18 table 10.6.1-5); a value may hold the wildcards {@code *} and {@code ?}. */
public enum StudyFilter {
    PATIENT_ID("PatientID"),
    PATIENT_NAME("PatientName"),
    /** A day {@code YYYYMMDD}, or a range {@code YYYYMMDD-YYYYMMDD} open at either end. */
    STUDY_DATE("StudyDate"),
    ACCESSION_NUMBER("AccessionNumber"),
    MODALITY("ModalitiesInStudy");

    private final String parameter;

    StudyFilter(String parameter) {
        this.parameter = parameter;
    }

    /** The query parameter's name. */
    String parameter() {
        return parameter;
    }
}
