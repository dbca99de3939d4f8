package gazelle.viewer.io;

import java.nio.file.Path;

/** The sample images of the project. */
final class Samples {
    private Samples() {}

    static Path dicom(String name) {
        return Path.of("..", "sample-images", "dicom", name);
    }

    static Path png(String name) {
        return Path.of("..", "sample-images", "png", name);
    }

    static Path nifti(String name) {
        return Path.of("..", "sample-images", "nifti", name);
    }
}
