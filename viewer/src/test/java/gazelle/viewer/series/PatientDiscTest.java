package gazelle.viewer.series;

import static org.assertj.core.api.Assertions.assertThat;

import gazelle.viewer.DicomBytes;
import gazelle.viewer.SampleFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PatientDiscTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void takesWhatTheDirectoryNames() throws Exception {
        disc("");
        directory("DICOMDIR", "DICOM\\ST1\\IM1", "DICOM\\ST1\\IM2");

        SeriesIndex index = SeriesReader.open(folder);

        assertThat(names(index)).containsExactly("DICOM/ST1/IM1", "DICOM/ST1/IM2");
        assertThat(index.refusals()).isEmpty();
        assertThat(index.notes())
                .containsExactly(
                        "DICOMDIR names the pictures of this disc. Other files, as of its viewer, were left out: 5.");
    }

    @Test
    void opensTheDirectoryItself() throws Exception {
        disc("");
        directory("DICOMDIR", "DICOM\\ST1\\IM1");

        assertThat(SeriesReader.isCollection(folder.resolve("DICOMDIR"))).isTrue();
        assertThat(names(SeriesReader.open(folder.resolve("DICOMDIR"))))
                .containsExactly("DICOM/ST1/IM1", "DICOM/ST1/IM2");
    }

    /** Two discs that were copied into one folder leave one directory. */
    @Test
    void takesDicomFilesThatTheDirectoryDoesNotName() throws Exception {
        disc("");
        directory("DICOMDIR", "DICOM\\ST1\\IM1", "DICOM\\ST1\\GONE", "DICOM\\ST1\\GONE2");

        SeriesIndex index = SeriesReader.open(folder);

        assertThat(names(index)).containsExactly("DICOM/ST1/IM1", "DICOM/ST1/IM2");
        assertThat(index.notes())
                .contains(
                        "DICOMDIR names files that are not here: 2.",
                        "DICOM files that DICOMDIR does not name were taken too: 1.");
    }

    /** Lower case, versions, dots and added endings, as file systems and programs that copy discs leave them. */
    @Test
    void findsNamesAsFileSystemsShowThem() throws Exception {
        dicom("cd/dicom/im1");
        dicom("cd/dicom/IM2.;1");
        dicom("cd/dicom/IM3;1");
        dicom("cd/dicom/im4.dcm");
        picture("cd/viewer/button.png");
        picture("mine.png");
        directory("cd/dicomdir.", "DICOM\\IM1", "DICOM\\IM2", "DICOM\\IM3", "DICOM\\IM4");

        SeriesIndex index = SeriesReader.open(folder);

        assertThat(names(index))
                .as("a directory decides on its own folder only")
                .containsExactlyInAnyOrder(
                        "cd/dicom/im1", "cd/dicom/IM2.;1", "cd/dicom/IM3;1", "cd/dicom/im4.dcm", "mine.png");
    }

    @Test
    void looksAtAllFilesWhereTheDirectoryIsBroken() throws Exception {
        dicom("DICOM/IM1");
        picture("mine.png");
        write("DICOMDIR", "nothing of it".getBytes(StandardCharsets.US_ASCII));

        SeriesIndex broken = SeriesReader.open(folder);

        assertThat(names(broken)).containsExactlyInAnyOrder("DICOM/IM1", "mine.png");
        assertThat(broken.notes())
                .containsExactly("DICOMDIR cannot be followed; all files beside it were looked at instead.");
        directory("DICOMDIR", "OTHER\\IM1");
        SeriesIndex elsewhere = SeriesReader.open(folder);
        assertThat(names(elsewhere)).containsExactlyInAnyOrder("DICOM/IM1", "mine.png");
        assertThat(elsewhere.notes())
                .containsExactly("DICOMDIR names no file that is here; all files beside it were looked at instead.");
    }

    @Test
    void leavesOutTheButtonsOfADiscWithoutADirectory() throws Exception {
        disc("");

        SeriesIndex index = SeriesReader.open(folder);

        assertThat(names(index)).containsExactly("DICOM/ST1/IM1", "DICOM/ST1/IM2");
        assertThat(index.notes())
                .containsExactly(
                        "PNG and JPEG pictures beside the DICOM files of this disc belong to its viewer or its documents "
                                + "and were left out: 1.");
        assertThat(index.refusals()).hasSize(4).allMatch(SeriesIndex.Refusal::isOfAnotherKind);
    }

    @Test
    void takesPicturesBesideDicomFilesThatAreNoDisc() throws Exception {
        dicom("a.dcm");
        picture("b.png");

        assertThat(names(SeriesReader.open(folder))).containsExactlyInAnyOrder("a.dcm", "b.png");
    }

    @Test
    void readsADiscInAnArchive() throws Exception {
        disc("cd/");
        directory("cd/DICOMDIR", "DICOM\\ST1\\IM1", "DICOM\\ST1\\IM2");
        Path zip = folder.resolve("disc.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            for (SliceSource file : FolderWalk.of(folder.resolve("cd")).files()) {
                out.putNextEntry(new ZipEntry("cd/" + file.name().replace('\\', '/')));
                out.write(file.read(Integer.MAX_VALUE));
            }
        }

        SeriesIndex index = SeriesReader.open(zip);

        assertThat(names(index)).containsExactly("cd/DICOM/ST1/IM1", "cd/DICOM/ST1/IM2");
        assertThat(index.notes())
                .singleElement()
                .satisfies(note -> assertThat(note).startsWith("cd/DICOMDIR names the pictures"));
    }

    private static List<String> names(SeriesIndex index) {
        return index.series().stream()
                .flatMap(series -> IntStream.range(0, series.size()).mapToObj(series::fileName))
                .map(name -> name.replace('\\', '/'))
                .toList();
    }

    /** Two slices, a viewer with its button, and a document. */
    private void disc(String place) throws IOException {
        dicom(place + "DICOM/ST1/IM1");
        dicom(place + "DICOM/ST1/IM2");
        write(place + "AUTORUN.INF", "[autorun]\r\n".getBytes(StandardCharsets.US_ASCII));
        write(place + "VIEWER.EXE", "MZ\0\0".getBytes(StandardCharsets.US_ASCII));
        write(place + "REPORT.PDF", "%PDF-1.4\n".getBytes(StandardCharsets.US_ASCII));
        write(place + "viewer/logo.gif", "GIF89a".getBytes(StandardCharsets.US_ASCII));
        picture(place + "viewer/open.png");
    }

    private void directory(String name, String... references) throws IOException {
        DicomBytes items = DicomBytes.dataSet(DicomBytes.EXPLICIT);
        items.header(0xFFFEE000, "", -1).text(0x00041430, "CS", "PATIENT").header(0xFFFEE00D, "", 0);
        for (String reference : references) {
            items.header(0xFFFEE000, "", -1)
                    .text(0x00041430, "CS", "IMAGE")
                    .text(0x00041500, "CS", reference)
                    .header(0xFFFEE00D, "", 0);
        }
        DicomBytes file = DicomBytes.file(DicomBytes.EXPLICIT);
        file.text(0x00041130, "CS", "DISC").element(0x00041220, "SQ", items.toByteArray());
        write(name, file.toByteArray());
    }

    private void dicom(String name) throws IOException {
        write(name, Files.readAllBytes(SampleFiles.dicom("brain-pd-axial-10.dcm")));
    }

    private void picture(String name) throws IOException {
        write(name, Files.readAllBytes(SampleFiles.png("brain-pd-axial-14.png")));
    }

    private void write(String name, byte[] content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
    }
}
