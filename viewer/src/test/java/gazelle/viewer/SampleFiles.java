package gazelle.viewer;

import java.nio.file.Path;

/** The sample images of the project. */
public final class SampleFiles {
    private SampleFiles() {}

    public static Path dicom(String name) {
        return Path.of("..", "sample-images", "dicom", name);
    }

    public static Path png(String name) {
        return Path.of("..", "sample-images", "png", name);
    }

    public static Path nifti(String name) {
        return Path.of("..", "sample-images", "nifti", name);
    }
}
