package gazelle.viewer.slice;

/** The file formats that are read. */
public enum SliceFormat {
    /** Portable Network Graphics. */
    PNG("PNG"),
    /** The Joint Photographic Experts Group's file format. */
    JPEG("JPEG"),
    /** The Neuroimaging Informatics Technology Initiative's format, version 1. */
    NIFTI("NIfTI"),
    /** Digital Imaging and Communications in Medicine. */
    DICOM("DICOM");

    private final String displayName;

    SliceFormat(String displayName) {
        this.displayName = displayName;
    }

    /** Returns the name that people know. */
    public String displayName() {
        return displayName;
    }
}
