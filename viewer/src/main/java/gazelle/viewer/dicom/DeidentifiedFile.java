package gazelle.viewer.dicom;

import java.util.Objects;

/** A DICOM file without what identifies the patient. */
public final class DeidentifiedFile {
    private final String instanceUid;
    private final byte[] content;
    private final int tailBytes;

    DeidentifiedFile(String instanceUid, byte[] content, int tailBytes) {
        this.instanceUid = Objects.requireNonNull(instanceUid, "instanceUid");
        this.content = content;
        this.tailBytes = tailBytes;
    }

    /** Its new SOP instance UID, digits and dots: a name for the file, as the old one may hold the patient's. */
    public String instanceUid() {
        return instanceUid;
    }

    /** Bytes behind the old file's data set, which were left out as they are no part of it. */
    public int tailBytes() {
        return tailBytes;
    }

    /** The file's bytes; not a copy. */
    public byte[] content() {
        return content;
    }
}
