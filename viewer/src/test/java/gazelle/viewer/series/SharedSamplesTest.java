package gazelle.viewer.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import gazelle.viewer.slice.SliceFile;
import gazelle.viewer.slice.SliceStack;
import gazelle.viewer.slice.SliceTag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Images that are no part of this repository. They are read where the property {@code gazelle.data} names their folder: {@code
 * mvn -pl viewer test -Dgazelle.data=DIR -Dtest=SharedSamplesTest}.
 */
class SharedSamplesTest {
    private static final Path DATA = Path.of(System.getProperty("gazelle.data", "no folder named"));

    @ParameterizedTest
    @ValueSource(strings = {"samples", "samples-shared"})
    void opensEverySliceOfEveryImage(String name) throws Exception {
        Path folder = required(name);
        int slices = 0;
        for (String kind : List.of("dicom", "nifti", "png")) {
            try (Stream<Path> files = Files.list(folder.resolve(kind))) {
                for (Path file : files.toList()) {
                    SliceStack stack = SliceReader.open(file);
                    for (int i = 0; i < stack.size(); i++) {
                        SliceFile slice = stack.slice(i);
                        assertThat(slice.image().max())
                                .as(file + " " + i)
                                .isGreaterThanOrEqualTo(slice.image().min());
                        assertThat(slice.initialWindow().width()).isPositive();
                        slices++;
                    }
                }
            }
        }
        assertThat(slices).isGreaterThan(18);
    }

    /** Each of these slices is there as DICOM and as PNG, made of the same pixels. */
    @ParameterizedTest
    @ValueSource(strings = {"glioma", "meningioma", "pituitary"})
    void dicomAndPngOfOneSliceHoldTheSamePixels(String tumour) throws Exception {
        Path folder = required("samples-shared");
        for (int i = 1; i <= 3; i++) {
            String name = tumour + "-" + i;
            SliceFile dicom = SliceReader.read(folder.resolve("dicom/" + name + ".dcm"));
            SliceFile png = SliceReader.read(folder.resolve("png/" + name + ".png"));
            assertThat(Arrays.equals(dicom.image().pixels(), png.image().pixels()))
                    .as(name)
                    .isTrue();
            assertThat(dicom.info().value(SliceTag.Key.MODALITY)).contains("MR");
        }
    }

    @Test
    void theCommittedSamplesAreTheSharedOnes() throws Exception {
        Path shared = required("samples");
        List<String> sums = Files.readAllLines(Path.of("..", "sample-images", "SHA256SUMS"));
        assertThat(sums).isEqualTo(Files.readAllLines(shared.resolve("SHA256SUMS")));
    }

    private static Path required(String name) {
        Path folder = DATA.resolve(name);
        assumeTrue(
                Files.isDirectory(folder), folder + " is missing: give the folder that holds it as -Dgazelle.data=DIR");
        return folder;
    }
}
