package gazelle.viewer.format;

import gazelle.viewer.slice.HeaderEntry;
import gazelle.viewer.slice.SliceFormat;
import java.util.ArrayList;
import java.util.List;

/**
 * A volume as every format of volumes gives it.
 *
 * @param format the file's format
 * @param voxels the stored numbers
 * @param slope factor of stored numbers, not 0
 * @param intercept added to their product
 * @param orientation where the voxels lie in the patient
 * @param spacing the distances of neighbouring voxels along the three dimensions, in mm
 * @param packing how the file was packed, such as {@code gzip}; empty if it was not
 * @param notes sentences that people should see beside every slice
 * @param texts the header's further statements, for people
 */
record Volume(
        SliceFormat format,
        Voxels voxels,
        double slope,
        double intercept,
        VolumeOrientation orientation,
        List<Double> spacing,
        String packing,
        List<String> notes,
        List<HeaderEntry> texts) {

    Volume {
        spacing = List.copyOf(spacing);
        notes = List.copyOf(notes);
        texts = List.copyOf(texts);
    }

    /** A volume whose numbers need no scaling. */
    static Volume unscaled(
            SliceFormat format,
            Voxels voxels,
            VolumeOrientation orientation,
            String packing,
            List<String> notes,
            List<HeaderEntry> texts) {
        return new Volume(format, voxels, 1, 0, orientation, orientation.spacing(), packing, notes, texts);
    }

    /** Returns the header's entries beyond sizes, for people. */
    List<HeaderEntry> entries() {
        VolumeSize size = voxels.size();
        List<HeaderEntry> entries = new ArrayList<>();
        entries.add(
                HeaderEntry.fact("Dimensions (voxels)", size.across() + " x " + size.down() + " x " + size.slices()));
        if (size.volumes() > 1) {
            entries.add(HeaderEntry.fact("Volumes", size.volumes()));
        }
        entries.add(HeaderEntry.fact(
                "Voxel size (mm)",
                spacing.get(0).floatValue() + " x " + spacing.get(1).floatValue() + " x "
                        + spacing.get(2).floatValue()));
        entries.add(HeaderEntry.fact("Voxel type", voxels.type().displayName()));
        entries.add(HeaderEntry.fact("Slope", (float) slope));
        entries.add(HeaderEntry.fact("Intercept", (float) intercept));
        entries.addAll(texts);
        return entries;
    }
}
