package gazelle.viewer.format;

import gazelle.viewer.slice.Neighbours;
import gazelle.viewer.slice.UnreadableImageException;

/** Files that hold a volume, or the header of one: NIfTI, ANALYZE 7.5, NRRD, MetaImage and MGH. */
public final class VolumeFile {
    private VolumeFile() {}

    /** Returns whether content, unpacked, is such a file; its beginning suffices. */
    public static boolean isVolume(byte[] content) {
        return NiftiHeader.isNifti(content)
                || NrrdVolume.isNrrd(content)
                || MetaImageVolume.isMetaImage(content)
                || AnalyzeVolume.isAnalyze(content)
                || MghVolume.isMgh(content);
    }

    /**
     * Opens a file that {@link #isVolume} accepted.
     *
     * @param content unpacked; kept, and not to be changed
     * @param packed whether it was packed with gzip
     * @param neighbours where the voxels may lie
     * @throws UnreadableImageException if it is damaged, cut off, larger than the limits or of a kind that is not read
     */
    public static VolumeStack open(byte[] content, boolean packed, Neighbours neighbours)
            throws UnreadableImageException {
        String packing = packed ? "gzip" : "";
        if (NiftiHeader.isNifti(content)) {
            return new VolumeStack(NiftiVolume.read(content, packing, neighbours));
        }
        if (NrrdVolume.isNrrd(content)) {
            return new VolumeStack(NrrdVolume.read(content, packing, neighbours));
        }
        if (MetaImageVolume.isMetaImage(content)) {
            return new VolumeStack(MetaImageVolume.read(content, packing, neighbours));
        }
        if (AnalyzeVolume.isAnalyze(content)) {
            return new VolumeStack(AnalyzeVolume.read(content, packing, neighbours));
        }
        return new VolumeStack(MghVolume.read(content, packing));
    }
}
