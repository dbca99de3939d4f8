package gazelle.viewer.dicom;

import java.util.Objects;

/** A DICOM file without what identifies the patient. */
public final class DeidentifiedFile {
    private final String instanceUid;
    private final byte[] content;

    DeidentifiedFile(String instanceUid, byte[] content) {
        this.instanceUid = Objects.requireNonNull(instanceUid, "instanceUid");
        this.content = content;
    }

    /** Its new SOP instance UID, digits and dots: a name for the file, as the old one may hold the patient's. */
    public String instanceUid() {
        return instanceUid;
    }

    /** The file's bytes; not a copy. */
    public byte[] content() {
        return content;
    }
}
