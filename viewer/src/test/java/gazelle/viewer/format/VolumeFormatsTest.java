package gazelle.viewer.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import gazelle.viewer.display.PatientVector;
import gazelle.viewer.display.SliceGeometry;
import gazelle.viewer.series.SliceReader;
import gazelle.viewer.slice.SliceFile;
import gazelle.viewer.slice.SliceFormat;
import gazelle.viewer.slice.SliceStack;
import gazelle.viewer.slice.UnreadableImageException;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * One volume in every format, as other programs wrote it: 5 x 4 x 3 voxels, {@code 37 i - 400} for the voxel i in the file's order, whose
 * dimensions run obliquely to the left, head and front.
 *
 * <p>nibabel 5.0 wrote the NIfTI, MGH and ANALYZE files, ITK 5.2 (by plastimatch 1.9) the MetaImage and NRRD files from the NIfTI one. The
 * affine that nibabel reads of all of them, to the right, front and head, is
 *
 * <pre>
 *   -1.87938524  -0.10666498  -1.33818473   31.25
 *   -0.68404029   0.29305962   3.67663233  -47.5
 *    0            1.4672214   -0.83164676   12.75
 * </pre>
 */
class VolumeFormatsTest {
    private static final int ACROSS = 5;
    private static final int DOWN = 4;
    private static final int SLICES = 3;

    @ParameterizedTest
    @CsvSource({
        "oblique.nii, NIFTI, 'int16, little endian'",
        "oblique2.nii, NIFTI, 'int16, little endian'",
        "oblique-pair.hdr, NIFTI, 'int16, little endian'",
        "oblique-pair.img, NIFTI, 'int16, little endian'",
        "oblique2-pair.hdr, NIFTI, 'int16, little endian'",
        "oblique2-pair.img, NIFTI, 'int16, little endian'",
        "oblique.mgz, MGH, 'int16, big endian, gzip'",
        "oblique.mgh, MGH, 'float32, big endian'",
        "oblique.mha, META_IMAGE, 'int16, little endian'",
        "oblique.mhd, META_IMAGE, 'int16, little endian'",
        "oblique.nrrd, NRRD, 'int16, little endian, gzip'",
        "oblique.nhdr, NRRD, 'int16, little endian'"
    })
    void everyFormatGivesTheVoxelsAndTheirPlaces(String name, SliceFormat format, String encoding)
            throws UnreadableImageException {
        SliceStack stack = SliceReader.open(file(name));

        assertThat(stack.size()).isEqualTo(SLICES);
        assertThat(stack.preferred()).isEqualTo(1);
        for (int index = 0; index < SLICES; index++) {
            SliceFile slice = stack.slice(index);
            assertThat(slice.info().format()).isEqualTo(format);
            assertThat(slice.info().encoding()).isEqualTo(encoding);
            // The third dimension runs to the front, slices from the front to the back; rows from the head down.
            int z = SLICES - 1 - index;
            for (int row = 0; row < DOWN; row++) {
                for (int column = 0; column < ACROSS; column++) {
                    int voxel = (z * DOWN + DOWN - 1 - row) * ACROSS + column;
                    assertThat(slice.image().pixel(column, row)).isEqualTo(37 * voxel - 400);
                }
            }
            SliceGeometry geometry = Objects.requireNonNull(slice.info().geometry());
            assertThat(geometry.columnSpacing()).isCloseTo(2, within(1e-6));
            assertThat(geometry.rowSpacing()).isCloseTo(1.5, within(1e-6));
            assertClose(geometry.position(), place(0, DOWN - 1, z));
            assertClose(geometry.position().plus(geometry.alongRow(), 2), place(1, DOWN - 1, z));
            assertClose(geometry.position().plus(geometry.alongColumn(), 1.5), place(0, DOWN - 2, z));
        }
    }

    /** nibabel reads 37 i - 400 of both; of the second after its factor, the file's numbers being sevenths. */
    @ParameterizedTest
    @CsvSource({"analyze.hdr, 1", "analyze.img, 1", "spm.hdr, 7"})
    void readsAnalyzeAndSaysThatTheSideIsUnknown(String name, int divisor) throws UnreadableImageException {
        SliceFile slice = SliceReader.open(file(name)).slice(0);

        assertThat(slice.info().format()).isEqualTo(SliceFormat.ANALYZE);
        assertThat(slice.info().geometry()).isNull();
        assertThat(slice.info().notes())
                .anyMatch(note ->
                        note.contains("cannot say for certain how the patient lies") && note.contains("(transverse)"))
                .anyMatch(note -> note.contains("left and right may be exchanged"));
        // The first dimension runs to the left, as on the screen; the second to the front, so rows turn around.
        for (int row = 0; row < DOWN; row++) {
            for (int column = 0; column < ACROSS; column++) {
                float expected = (37 * ((DOWN - 1 - row) * ACROSS + column) - 400f) / divisor;
                assertThat(slice.image().pixel(column, row)).isCloseTo(expected, within(1e-4f));
            }
        }
    }

    @Test
    void tellsWhatTheHeaderSays() throws UnreadableImageException {
        VolumeStack stack = (VolumeStack) SliceReader.open(file("oblique.nrrd"));

        assertThat(stack.header())
                .anyMatch(entry -> entry.name().equals("Dimensions (voxels)")
                        && entry.value().equals("5 x 4 x 3"))
                .anyMatch(entry -> entry.name().equals("space") && entry.value().equals("left-posterior-superior"));
    }

    private static PatientVector place(int i, int j, int k) {
        return new PatientVector(
                1.87938524 * i + 0.10666498 * j + 1.33818473 * k - 31.25,
                0.68404029 * i - 0.29305962 * j - 3.67663233 * k + 47.5,
                1.4672214 * j - 0.83164676 * k + 12.75);
    }

    private static void assertClose(PatientVector actual, PatientVector expected) {
        assertThat(actual.plus(expected, -1).length())
                .as(actual + " and " + expected)
                .isLessThan(1e-5);
    }

    private static Path file(String name) {
        return Path.of("src", "test", "resources", "volumes", name);
    }
}
