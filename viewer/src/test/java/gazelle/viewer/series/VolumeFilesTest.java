package gazelle.viewer.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import gazelle.viewer.SampleFiles;
import gazelle.viewer.slice.UnreadableImageException;
import gazelle.viewer.slice.UnreadableImageException.Code;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Volumes in folders and archives, in two files and packed. */
class VolumeFilesTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void aVolumeInTwoFilesIsOneSeriesOfAFolder() throws Exception {
        for (String name : List.of(
                "oblique-pair.hdr",
                "oblique-pair.img",
                "oblique.mhd",
                "oblique.nhdr",
                "oblique.raw",
                "analyze.hdr",
                "analyze.img")) {
            Files.write(folder.resolve(name), volume(name));
        }

        SeriesIndex index = SeriesReader.open(folder);

        assertThat(index.series().stream().map(SliceSeries::title))
                .containsExactly("analyze.hdr", "oblique-pair.hdr", "oblique.mhd", "oblique.nhdr");
        assertThat(index.series()).allMatch(series -> series.size() == 3);
        assertThat(index.refusals()).isEmpty();
        SliceSeries pair = index.series().get(1);
        assertThat(pair.slice(2).image().pixel(0, 3)).isEqualTo(-400);
        assertThat(pair.fileDigest(2)).contains(sha256(volume("oblique-pair.hdr"), volume("oblique-pair.img")));
        assertThat(pair.header(2).entries())
                .anyMatch(entry ->
                        entry.name().equals("sform code") && entry.value().equals("2"));
    }

    @Test
    void aVolumeInTwoFilesIsOneSeriesOfAnArchive() throws Exception {
        Path zip = folder.resolve("study.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            for (String name : List.of("oblique-pair.img", "oblique-pair.hdr")) {
                out.putNextEntry(new ZipEntry("a/" + name + ".gz"));
                out.write(packed(volume(name)));
            }
            out.putNextEntry(new ZipEntry("b/oblique.mhd"));
            out.write(volume("oblique.mhd"));
        }

        SeriesIndex index = SeriesReader.open(zip);

        assertThat(index.series()).singleElement().satisfies(series -> {
            assertThat(series.title()).isEqualTo("a/oblique-pair.hdr.gz");
            assertThat(series.slice(2).image().pixel(0, 3)).isEqualTo(-400);
        });
        assertThat(index.refusals()).singleElement().satisfies(refusal -> {
            assertThat(refusal.name()).isEqualTo("b/oblique.mhd");
            assertThat(refusal.reason()).hasMessageContaining("does not lie beside it");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "x.hdr, x.img",
        "X.HDR, X.IMG",
        "x.hdr, x.img.gz",
        "x.hdr.gz, x.img",
        "x.hdr.gz, x.img.gz",
        "x.y.hdr, x.y.img"
    })
    void eitherFileOfAPairLeadsToTheOther(String header, String voxels) throws Exception {
        byte[] head = volume("oblique-pair.hdr");
        byte[] body = volume("oblique-pair.img");
        Files.write(folder.resolve(header), header.endsWith("gz") ? packed(head) : head);
        Files.write(folder.resolve(voxels), voxels.endsWith("gz") ? packed(body) : body);

        for (String name : List.of(header, voxels)) {
            assertThat(SliceReader.open(folder.resolve(name)).slice(2).image().pixel(0, 3))
                    .isEqualTo(-400);
            assertThat(SeriesReader.open(folder.resolve(name)).series())
                    .singleElement()
                    .satisfies(series -> assertThat(series.size()).isEqualTo(3));
        }
    }

    @Test
    void namesWhatIsMissing() throws Exception {
        Files.write(folder.resolve("x.hdr"), volume("oblique-pair.hdr"));
        Files.write(folder.resolve("y.img"), volume("oblique-pair.img"));
        Files.write(folder.resolve("z.hdr"), volume("oblique-pair.hdr"));
        Files.write(folder.resolve("z.img"), Arrays.copyOf(volume("oblique-pair.img"), 119));

        assertRefused("x.hdr", Code.TRUNCATED, "in another file (x.img), which does not lie beside it");
        assertRefused("y.img", Code.NOT_AN_IMAGE, "another format that is read");
        assertRefused("z.hdr", Code.TRUNCATED, "ends too early");
        assertRefused("z.img", Code.TRUNCATED, "ends too early");
    }

    @Test
    void readsDicomInGzipAsItsSeries() throws Exception {
        for (String name : List.of("brain-pd-axial-04.dcm", "brain-pd-axial-10.dcm", "brain-pd-axial-08.dcm")) {
            byte[] content = Files.readAllBytes(SampleFiles.dicom(name));
            Files.write(folder.resolve(name + ".gz"), packed(content));
        }
        Path first = folder.resolve("brain-pd-axial-04.dcm.gz");

        assertThat(SliceReader.read(first).image().pixels())
                .containsExactly(SliceReader.read(SampleFiles.dicom("brain-pd-axial-04.dcm"))
                        .image()
                        .pixels());
        assertThat(SeriesReader.open(folder).series()).singleElement().satisfies(series -> {
            assertThat(series.size()).isEqualTo(3);
            assertThat(series.header(0).entries())
                    .anyMatch(entry -> entry.name().equals("Rows"));
            assertThat(series.header(0).complete()).isTrue();
        });
    }

    @Test
    void joinsTheMembersOfAGzipFile() throws Exception {
        byte[] content = volume("oblique.nii");
        ByteArrayOutputStream members = new ByteArrayOutputStream();
        members.write(packed(Arrays.copyOf(content, 100)));
        members.write(packed(Arrays.copyOfRange(content, 100, content.length)));

        assertThat(SliceReader.open(members.toByteArray()).slice(2).image().pixel(0, 3))
                .isEqualTo(-400);
    }

    @Test
    void saysWhatAGzipFileHolds() throws Exception {
        byte[] tar = new byte[512];
        System.arraycopy("ustar".getBytes(StandardCharsets.US_ASCII), 0, tar, 257, 5);
        Files.write(folder.resolve("a.tar.gz"), packed(tar));
        Files.write(folder.resolve("b.gz"), packed("text".getBytes(StandardCharsets.US_ASCII)));
        Files.write(folder.resolve("c.gz.gz"), packed(packed(volume("oblique.nii"))));
        byte[] damaged = packed(volume("oblique.nii"));
        damaged[12] ^= 0x55;
        Files.write(folder.resolve("d.nii.gz"), damaged);

        assertRefused("a.tar.gz", Code.OTHER_FORMAT, "This is a tar archive packed with gzip");
        assertRefused("b.gz", Code.NOT_AN_IMAGE, "packed with gzip, and what it holds is no format that is read");
        assertRefused("c.gz.gz", Code.UNSUPPORTED_ENCODING, "packed with gzip twice");
        assertRefused("d.nii.gz", Code.DAMAGED, "packed content cannot be followed");
    }

    private void assertRefused(String name, Code code, String message) {
        UnreadableImageException refusal =
                catchThrowableOfType(UnreadableImageException.class, () -> SliceReader.read(folder.resolve(name)));
        assertThat(refusal).isNotNull().hasMessageContaining(message);
        assertThat(refusal.code()).isEqualTo(code);
    }

    private static String sha256(byte[]... parts) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (byte[] part : parts) {
            digest.update(part);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static byte[] packed(byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        }
        return out.toByteArray();
    }

    private static byte[] volume(String name) throws IOException {
        return Files.readAllBytes(Path.of("src", "test", "resources", "volumes", name));
    }
}
