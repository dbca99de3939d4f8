package gazelle.viewer.slice;

/** The file formats that are read. */
public enum SliceFormat {
    /** Portable Network Graphics. */
    PNG("PNG"),
    /** The Joint Photographic Experts Group's file format. */
    JPEG("JPEG"),
    /** The Neuroimaging Informatics Technology Initiative's format, versions 1 and 2. */
    NIFTI("NIfTI"),
    /** Version 7.5 of the Mayo Clinic's ANALYZE. */
    ANALYZE("ANALYZE 7.5"),
    /** Nearly Raw Raster Data, of Teem and 3D Slicer. */
    NRRD("NRRD"),
    /** The Insight Toolkit's MetaImage. */
    META_IMAGE("MetaImage"),
    /** FreeSurfer's format, of the Massachusetts General Hospital. */
    MGH("MGH"),
    /** Digital Imaging and Communications in Medicine. */
    DICOM("DICOM");

    private final String displayName;

    SliceFormat(String displayName) {
        this.displayName = displayName;
    }

    /** Returns whether its files hold volumes, whose slices are parts of one picture. */
    public boolean holdsVolumes() {
        return switch (this) {
            case NIFTI, ANALYZE, NRRD, META_IMAGE, MGH -> true;
            case PNG, JPEG, DICOM -> false;
        };
    }

    /** Returns the name that people know. */
    public String displayName() {
        return displayName;
    }
}
