package gazelle.viewer.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import gazelle.viewer.DicomBytes;
import gazelle.viewer.SampleFiles;
import gazelle.viewer.slice.UnreadableImageException;
import gazelle.viewer.slice.UnreadableImageException.Code;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeriesReaderTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void groupsBySeriesAndOrdersByPlaceNotByName() throws Exception {
        write("a.dcm", slice("1.2", 30, 7));
        write("sub/b.dcm", slice("1.2", 10, 9));
        write("c.dcm", slice("1.2", 20, 8));
        write("d.dcm", slice("1.3", 5, 1));
        write("notes.txt", "no image".getBytes(StandardCharsets.UTF_8));

        SeriesIndex index = SeriesReader.open(folder);

        assertThat(index.series()).hasSize(2);
        SliceSeries first = index.series().getFirst();
        assertThat(first.size()).isEqualTo(3);
        assertThat(first.slice(0).image().pixel(0, 0)).isEqualTo(10);
        assertThat(first.slice(1).image().pixel(0, 0)).isEqualTo(20);
        assertThat(first.slice(2).image().pixel(0, 0)).isEqualTo(30);
        assertThat(first.slice(2)).isSameAs(first.slice(2));
        assertThat(first.fileName(0)).endsWith("b.dcm");
        assertThat(index.refusals()).singleElement().satisfies(refusal -> {
            assertThat(refusal.name()).isEqualTo("notes.txt");
            assertThat(refusal.reason().code()).isEqualTo(Code.NOT_AN_IMAGE);
        });
    }

    @Test
    void opensAnArchiveWithoutUnpackingItToDisk() throws Exception {
        Path zip = folder.resolve("study.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            for (int place = 3; place > 0; place--) {
                out.putNextEntry(new ZipEntry("x/" + (9 - place) + ".dcm"));
                out.write(slice("1.2", place, 0));
            }
        }

        SeriesIndex index = SeriesReader.open(zip);

        assertThat(index.series()).singleElement().satisfies(series -> {
            assertThat(series.size()).isEqualTo(3);
            assertThat(series.slice(0).image().pixel(0, 0)).isEqualTo(1);
        });
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(zip);
        }
    }

    @Test
    void makesASeriesOfAVolume() throws Exception {
        SeriesIndex index = SeriesReader.open(SampleFiles.nifti("head-t1.nii.gz"));

        assertThat(index.series())
                .singleElement()
                .satisfies(series -> assertThat(series.size()).isEqualTo(62));
    }

    @Test
    void ordersTheSamplesFromNeckToCrown() throws Exception {
        SeriesIndex index = SeriesReader.open(SampleFiles.dicom(""));

        SliceSeries brain = index.series().stream()
                .filter(series -> series.size() > 2)
                .findFirst()
                .orElseThrow();
        assertThat(brain.fileName(0)).isEqualTo("brain-pd-axial-04.dcm");
        assertThat(brain.fileName(brain.size() - 1)).isEqualTo("brain-pd-axial-18.dcm");
        assertThat(index.refusals()).isEmpty();
    }

    @Test
    void tellsWhyTheOnlyFileCannotBeOpened() throws IOException {
        write("damaged.zip", new byte[] {'P', 'K', 3, 4, 0, 0});
        write("text", "no image".getBytes(StandardCharsets.UTF_8));

        assertRefused(folder.resolve("damaged.zip"), Code.DAMAGED);
        assertRefused(folder.resolve("text"), Code.NOT_AN_IMAGE);
        assertRefused(folder.resolve("missing"), Code.UNREADABLE_FILE);
    }

    private static void assertRefused(Path file, Code code) {
        UnreadableImageException refusal =
                catchThrowableOfType(UnreadableImageException.class, () -> SeriesReader.open(file));
        assertThat(refusal).isNotNull();
        assertThat(refusal.code()).isEqualTo(code);
    }

    private void write(String name, byte[] content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
    }

    /** A slice of one pixel whose value tells its place. */
    private static byte[] slice(String series, int place, int instance) {
        return DicomBytes.file(DicomBytes.EXPLICIT)
                .text(0x0020000E, "UI", series)
                .text(0x00200013, "IS", String.valueOf(instance))
                .text(0x00200032, "DS", "0\\0\\" + place)
                .text(0x00200037, "DS", "1\\0\\0\\0\\1\\0")
                .text(0x00280030, "DS", "1\\1")
                .image(1, 1)
                .pixels(place)
                .toByteArray();
    }
}
