package gazelle.viewer.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import gazelle.viewer.SampleFiles;
import gazelle.viewer.display.WindowLevel;
import gazelle.viewer.display.WindowLevel.Ramp;
import gazelle.viewer.input.Crop;
import gazelle.viewer.input.MarkedBox;
import gazelle.viewer.input.Normalise;
import gazelle.viewer.input.Resample;
import gazelle.viewer.input.SliceRecipe;
import gazelle.viewer.slice.FileLimits;
import gazelle.viewer.slice.SliceFile;
import gazelle.viewer.slice.SliceFormat;
import gazelle.viewer.slice.SliceInfo;
import gazelle.viewer.slice.SliceStack;
import gazelle.viewer.slice.SliceTag;
import gazelle.viewer.slice.UnreadableImageException;
import gazelle.viewer.slice.UnreadableImageException.Code;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SliceReaderTest {
    @Test
    void readsDicomWithItsTags() throws UnreadableImageException {
        SliceFile slice = SliceReader.read(SampleFiles.dicom("brain-pd-axial-14.dcm"));

        assertThat(slice.image().width()).isEqualTo(256);
        assertThat(slice.image().height()).isEqualTo(256);
        assertThat(slice.image().max()).isEqualTo(880);
        SliceInfo info = slice.info();
        assertThat(info.format()).isEqualTo(SliceFormat.DICOM);
        assertThat(info.encoding()).isEqualTo("Explicit VR Little Endian");
        assertThat(info.bits()).isEqualTo(16);
        assertThat(info.frames()).isEqualTo(1);
        assertThat(info.value(SliceTag.Key.MODALITY)).contains("MR");
        assertThat(info.value(SliceTag.Key.SERIES_DESCRIPTION)).contains("FSE PD AXIAL");
        assertThat(info.value(SliceTag.Key.INSTANCE_NUMBER)).contains("14");
        assertThat(info.value(SliceTag.Key.PATIENT_POSITION)).contains("HFS");
        assertThat(info.notes()).isEmpty();
        assertThat(slice.initialWindow()).isEqualTo(new WindowLevel(388, 776, Ramp.LINEAR));
    }

    @Test
    void keepsIdentifiersApartAndOutOfText() throws UnreadableImageException {
        SliceInfo info =
                SliceReader.read(SampleFiles.dicom("brain-pd-axial-14.dcm")).info();

        assertThat(info.identifiers().value(SliceTag.Key.PATIENT_NAME)).contains("SAMPLE^ALICE");
        assertThat(info.identifiers().tags())
                .allMatch(tag -> tag.key().identifies())
                .extracting(SliceTag::key)
                .contains(SliceTag.Key.PATIENT_ID, SliceTag.Key.PATIENT_BIRTH_DATE, SliceTag.Key.STUDY_DATE);
        assertThat(info.tags()).noneMatch(tag -> tag.key().identifies());
        assertThat(info.value(SliceTag.Key.PATIENT_NAME)).isEmpty();
        assertThat(info.toString()).doesNotContain("ALICE").doesNotContain("SYN-0001");
    }

    @Test
    void readsBigEndianToTheSamePixels() throws UnreadableImageException {
        float[] little = SliceReader.read(SampleFiles.dicom("brain-pd-axial-14.dcm"))
                .image()
                .pixels();
        SliceFile big = SliceReader.read(SampleFiles.dicom("brain-pd-axial-14-bigendian.dcm"));

        assertThat(big.image().pixels()).containsExactly(little);
        assertThat(big.info().encoding()).isEqualTo("Explicit VR Big Endian");
    }

    @ParameterizedTest
    @CsvSource({
        "head-flair-axial-implicit.dcm, Implicit VR Little Endian, 16, 575",
        "heart-cine-8bit.dcm, Explicit VR Little Endian, 8, 252"
    })
    void readsOtherEncodings(String name, String encoding, int bits, float max) throws UnreadableImageException {
        SliceFile slice = SliceReader.read(SampleFiles.dicom(name));

        assertThat(slice.info().encoding()).isEqualTo(encoding);
        assertThat(slice.info().bits()).isEqualTo(bits);
        assertThat(slice.image().max()).isEqualTo(max);
    }

    /** The 16-bit PNG holds the DICOM's values times 64: standardised, not one bit of the model input may differ. */
    @Test
    void dicomAndPngOfOneSliceGiveTheSameModelInput() throws Exception {
        SliceFile dicom = SliceReader.read(SampleFiles.dicom("brain-pd-axial-12.dcm"));
        SliceFile png = SliceReader.read(SampleFiles.png("brain-pd-axial-12-16bit.png"));

        assertThat(png.info().format()).isEqualTo(SliceFormat.PNG);
        assertThat(png.info().bits()).isEqualTo(16);
        assertThat(png.image().max()).isEqualTo(64 * dicom.image().max());
        MarkedBox mark = new MarkedBox(0.2, 0.3, 0.25, 0.15);
        for (Crop crop : Crop.values()) {
            SliceRecipe recipe = new SliceRecipe(1, 64, 64, Resample.BOX, crop, Normalise.SLICE_MEAN_STD);
            float[] expected = recipe.apply(dicom.image(), mark).values();
            assertThat(recipe.apply(png.image(), mark).values()).containsExactly(expected);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "brain-pd-axial-14-rle.dcm, RLE Lossless",
        "brain-pd-axial-14-jpeglossless.dcm, JPEG Lossless (first-order prediction)",
        "brain-pd-axial-14-deflated.dcm, Deflated Explicit VR Little Endian"
    })
    void readsEncodedVariantsToTheSamePixels(String name, String encoding) throws UnreadableImageException {
        float[] expected = SliceReader.read(SampleFiles.dicom("brain-pd-axial-14.dcm"))
                .image()
                .pixels();
        SliceFile slice = SliceReader.read(SampleFiles.dicom(name));

        assertThat(slice.image().pixels()).containsExactly(expected);
        assertThat(slice.info().encoding()).isEqualTo(encoding);
    }

    @Test
    void readsEverySampleImage() throws IOException, UnreadableImageException {
        int read = 0;
        for (Path kind : List.of(SampleFiles.dicom(""), SampleFiles.nifti(""), SampleFiles.png(""))) {
            try (Stream<Path> files = Files.list(kind)) {
                for (Path file : files.toList()) {
                    SliceStack stack = SliceReader.open(file);
                    for (int i = 0; i < stack.size(); i++) {
                        assertThat(stack.slice(i).image().width())
                                .as(file.toString())
                                .isGreaterThanOrEqualTo(64);
                    }
                    read++;
                }
            }
        }
        assertThat(read).isGreaterThanOrEqualTo(23);
    }

    @Test
    void decidesByContentNotByName(@TempDir Path folder) throws Exception {
        Path misnamed = Files.copy(SampleFiles.png("brain-pd-axial-10.png"), folder.resolve("slice.dcm"));

        assertThat(SliceReader.read(misnamed).info().format()).isEqualTo(SliceFormat.PNG);
    }

    @Test
    void namesForeignFormats() throws IOException {
        assertRefused(Path.of("pom.xml"), Code.NOT_AN_IMAGE, "neither DICOM nor NIfTI");
        UnreadableImageException gif = catchThrowableOfType(
                UnreadableImageException.class, () -> SliceReader.read("GIF89a".getBytes(StandardCharsets.ISO_8859_1)));
        assertThat(gif).hasMessageContaining("GIF picture");
    }

    @Test
    void refusesWhatTheFileSystemDoesNotGive(@TempDir Path folder) throws IOException {
        assertRefused(folder.resolve("missing.dcm"), Code.UNREADABLE_FILE, "no longer exists");
        assertRefused(folder, Code.UNREADABLE_FILE, "not a file");
        assertRefused(Files.createFile(folder.resolve("empty")), Code.NOT_AN_IMAGE, "empty");
    }

    @Test
    void refusesHugeFilesWithoutReadingThem(@TempDir Path folder) throws IOException {
        Path huge = folder.resolve("huge.dcm");
        try (RandomAccessFile sparse = new RandomAccessFile(huge.toFile(), "rw")) {
            sparse.setLength(FileLimits.MAX_FILE_SIZE_BYTES + 1L);
        }

        assertRefused(huge, Code.TOO_LARGE, "256 MiB");
    }

    private static void assertRefused(Path file, Code code, String message) {
        UnreadableImageException refusal =
                catchThrowableOfType(UnreadableImageException.class, () -> SliceReader.read(file));
        assertThat(refusal).isNotNull().hasMessageContaining(message).hasNoCause();
        assertThat(refusal.code()).isEqualTo(code);
        assertThat(refusal.canRetry()).isEqualTo(code == Code.UNREADABLE_FILE);
    }
}
