package gazelle.viewer.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import gazelle.viewer.SampleFiles;
import gazelle.viewer.slice.SliceInfo;
import gazelle.viewer.slice.UnreadableImageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pixels of each transfer syntax against those of DCMTK's and GDCM's tools, which also encode them. */
class ToolAgreementTest {
    private static final List<String> TOOLS =
            List.of("dcmconv", "dcmcrle", "dcmcjpeg", "dcmdjpeg", "dcmcjpls", "dcmdjpls", "gdcmconv", "gdcmraw");

    @TempDir
    private Path folder = Path.of("");

    @BeforeAll
    static void requireTools() {
        List<String> missing = TOOLS.stream().filter(tool -> !isInstalled(tool)).toList();
        assumeTrue(
                missing.isEmpty(),
                "needs Debian's packages dcmtk and libgdcm-tools to compare pixels with; missing: " + missing);
    }

    /** Lossless forms give the original's values, whoever encoded them. */
    @ParameterizedTest
    @CsvSource({
        "dcmconv +ti, Implicit VR Little Endian",
        "dcmconv +tb, Explicit VR Big Endian",
        "dcmconv +td, Deflated Explicit VR Little Endian",
        "dcmconv -F, Explicit VR Little Endian",
        "dcmconv -e, Explicit VR Little Endian",
        "dcmcrle, RLE Lossless",
        "gdcmconv --rle, RLE Lossless",
        "dcmcjpeg +e1, JPEG Lossless (first-order prediction)",
        "gdcmconv --jpeg, JPEG Lossless (first-order prediction)",
        "dcmcjpeg +el +sv 1, JPEG Lossless",
        "dcmcjpeg +el +sv 2, JPEG Lossless",
        "dcmcjpeg +el +sv 3, JPEG Lossless",
        "dcmcjpeg +el +sv 4, JPEG Lossless",
        "dcmcjpeg +el +sv 5, JPEG Lossless",
        "dcmcjpeg +el +sv 6, JPEG Lossless",
        "dcmcjpeg +el +sv 7, JPEG Lossless",
        "dcmcjpls, JPEG-LS Lossless",
        "gdcmconv --jpegls, JPEG-LS Lossless",
        "gdcmconv --j2k, JPEG 2000 Lossless"
    })
    void givesTheOriginalsPixelsBack(String encoder, String syntax) throws Exception {
        for (String sample : List.of("brain-pd-axial-14.dcm", "heart-cine-8bit.dcm")) {
            Path original = SampleFiles.dicom(sample);
            Path encoded = encode(encoder, original);

            assertThat(SliceReader.read(encoded).info().encoding()).isEqualTo(syntax);
            assertThat(stored(encoded)).as(encoder + " " + sample).containsExactly(stored(original));
        }
    }

    /** Forms that lose something give what the other readers give. */
    @ParameterizedTest
    @CsvSource({
        "heart-cine-8bit.dcm, dcmcjpeg +eb, JPEG Baseline, dcmdjpeg",
        "heart-cine-8bit.dcm, dcmcjpeg +eb, JPEG Baseline, gdcmconv --raw",
        "brain-pd-axial-14.dcm, dcmcjpeg +ee, JPEG Extended, dcmdjpeg",
        "brain-pd-axial-14.dcm, dcmcjpeg +ee, JPEG Extended, gdcmconv --raw",
        "heart-cine-8bit.dcm, dcmcjpls +en +md 3, JPEG-LS Near-Lossless, dcmdjpls",
        "heart-cine-8bit.dcm, dcmcjpls +en +md 3, JPEG-LS Near-Lossless, gdcmconv --raw"
    })
    void agreesWithOtherReaders(String sample, String encoder, String syntax, String decoder) throws Exception {
        Path encoded = encode(encoder, SampleFiles.dicom(sample));
        Path decoded = folder.resolve("decoded.dcm");
        run(decoder, encoded, decoded);

        SliceInfo info = SliceReader.read(encoded).info();
        assertThat(info.encoding()).isEqualTo(syntax);
        assertThat(info.lossy()).isTrue();
        assertThat(stored(encoded)).containsExactly(raw(decoded, stored(encoded).length));
    }

    /** The irreversible wavelet is computed in real numbers: readers may round a value to either side. */
    @ParameterizedTest
    @CsvSource({"brain-pd-axial-14.dcm, 8", "brain-pd-axial-14.dcm, 30", "heart-cine-8bit.dcm, 8"})
    void agreesWithinOneOnLossyJpeg2000(String sample, int rate) throws Exception {
        Path encoded = encode("gdcmconv --lossy --j2k --irreversible -r " + rate, SampleFiles.dicom(sample));
        Path decoded = folder.resolve("decoded.dcm");
        run("gdcmconv --raw", encoded, decoded);

        assertThat(SliceReader.read(encoded).info().encoding()).isEqualTo("JPEG 2000");
        int[] found = stored(encoded);
        int[] expected = raw(decoded, found.length);
        for (int i = 0; i < found.length; i++) {
            assertThat(found[i]).as("pixel " + i).isCloseTo(expected[i], within(1));
        }
    }

    /** The values of an uncompressed file, read by another tool. */
    private int[] raw(Path decoded, int count) throws IOException, InterruptedException {
        Path raw = folder.resolve("raw");
        run("gdcmraw -i", decoded, Path.of("-o"), raw);
        byte[] content = Files.readAllBytes(raw);
        int[] values = new int[count];
        for (int i = 0; i < count; i++) {
            values[i] = content.length == count
                    ? content[i] & 0xFF
                    : (short) ((content[2 * i] & 0xFF) | content[2 * i + 1] << 8);
        }
        return values;
    }

    private static int[] stored(Path file) throws UnreadableImageException {
        return SliceReader.open(file).stored(0).values();
    }

    private Path encode(String encoder, Path original) throws IOException, InterruptedException {
        Path encoded = folder.resolve("encoded-" + original.getFileName());
        run(encoder, original, encoded);
        return encoded;
    }

    private void run(String tool, Path... files) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(Arrays.asList(tool.split(" ")));
        for (Path file : files) {
            command.add(file.toString());
        }
        Path log = folder.resolve("log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(tool).isTrue();
        assertThat(process.exitValue()).as(() -> command.toString()).isZero();
    }

    private static boolean isInstalled(String tool) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
                .anyMatch(place -> Files.isExecutable(Path.of(place, tool)));
    }
}
