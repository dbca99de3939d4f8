package gazelle.viewer.io;

/** The file formats that are read. */
public enum SliceFormat {
    /** Portable Network Graphics. */
    PNG("PNG"),
    /** Digital Imaging and Communications in Medicine, uncompressed. */
    DICOM("DICOM");

    private final String displayName;

    SliceFormat(String displayName) {
        this.displayName = displayName;
    }

    /** The name that people know. */
    public String displayName() {
        return displayName;
    }
}
