package gazelle.viewer.fx;

import gazelle.viewer.input.ColourImage;
import gazelle.viewer.input.GrayImage;
import gazelle.viewer.series.SliceReader;
import gazelle.viewer.slice.SliceFile;
import gazelle.viewer.slice.SliceInfo;
import gazelle.viewer.slice.SliceTag;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Slices to show: the samples, and samples made into what there is no sample of. */
final class Slices {
    static final Path SAMPLES = Path.of("..", "sample-images");

    private Slices() {}

    static SliceFile axial() throws Exception {
        return SliceReader.read(SAMPLES.resolve("dicom/brain-pd-axial-14.dcm"));
    }

    /** The axial slice as if it had been compressed ten to one. */
    static SliceFile lossy() throws Exception {
        SliceFile axial = axial();
        SliceInfo info = axial.info();
        List<SliceTag> tags = new ArrayList<>(info.tags());
        tags.add(new SliceTag(SliceTag.Key.LOSSY_RATIO, "10"));
        return new SliceFile(
                axial.image(),
                new SliceInfo(
                        info.format(),
                        "JPEG Baseline",
                        info.width(),
                        info.height(),
                        info.bits(),
                        info.frames(),
                        info.frame(),
                        true,
                        tags,
                        info.identifiers(),
                        info.windows(),
                        info.geometry(),
                        info.notes()));
    }

    /** The axial slice in false colours. */
    static SliceFile coloured() throws Exception {
        SliceFile axial = axial();
        GrayImage image = axial.image();
        float[] values = image.pixels();
        int[] argb = new int[values.length];
        for (int i = 0; i < argb.length; i++) {
            int level = Math.round(255 * (values[i] - image.min()) / (image.max() - image.min()));
            argb[i] = 0xFF000000 | level << 16 | (level / 2) << 8 | (255 - level) / 3;
        }
        return new SliceFile(image, axial.info(), new ColourImage(image.width(), image.height(), argb));
    }
}
