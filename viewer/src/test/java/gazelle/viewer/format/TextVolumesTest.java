package gazelle.viewer.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import gazelle.viewer.display.PatientVector;
import gazelle.viewer.series.SliceReader;
import gazelle.viewer.slice.Neighbours;
import gazelle.viewer.slice.SliceFile;
import gazelle.viewer.slice.SliceStack;
import gazelle.viewer.slice.UnreadableImageException;
import gazelle.viewer.slice.UnreadableImageException.Code;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** NRRD and MetaImage, of 2 x 2 x 1 voxels: 1 and 2 above, 3 and 4 below. */
class TextVolumesTest {
    private static final String NRRD = "NRRD0004\ndimension: 3\nsizes: 2 2 1\n";
    private static final String PLACED =
            "space directions: (2,0,0) (0,3,0) (0,0,4)\nspace origin: (5,6,7)\nspace: left-posterior-superior\n";
    private static final String META = "ObjectType = Image\nNDims = 3\nDimSize = 2 2 1\n";
    private static final byte[] BYTES = {1, 2, 3, 4};
    private static final byte[] SHORTS = {0, 1, 0, 2, 0, 3, 0, 4};

    @ParameterizedTest
    @CsvSource({
        "left-posterior-superior, 5, 6",
        "LPS, 5, 6",
        "right-anterior-superior, -5, -6",
        "RAS, -5, -6",
        "left-anterior-superior, 5, -6",
        "LAS, 5, -6"
    })
    void nrrdCountsFromItsSpace(String space, double left, double posterior) throws UnreadableImageException {
        String header = NRRD + "type: uchar\nencoding: raw\nspace: " + space
                + "\nspace directions: (2,0,0) (0,3,0) (0,0,4)\nspace origin: (5,6,7)\n\n";

        SliceFile slice = SliceReader.read(file(header, BYTES));

        PatientVector position = Objects.requireNonNull(slice.info().geometry()).position();
        // The first pixel of the screen is the one most to the right and front of the patient.
        double first = space.startsWith("r") || space.startsWith("R") ? left - 2 : left;
        double above = posterior < 0 ? posterior - 3 : posterior;
        assertThat(position).isEqualTo(new PatientVector(first, above, 7));
    }

    @ParameterizedTest
    @ValueSource(strings = {"raw", "gzip", "gz", "ascii", "text"})
    void nrrdReadsItsEncodings(String encoding) throws Exception {
        String header = NRRD + PLACED + "type: short\nendian: big\nencoding: " + encoding + "\n# remark\nkey:=a: b\n\n";
        byte[] data = switch (encoding) {
            case "raw" -> SHORTS;
            case "gzip", "gz" -> packed(SHORTS);
            default -> "1 2\n3,4\n".getBytes(StandardCharsets.US_ASCII);
        };

        assertThat(SliceReader.read(file(header, data)).image().pixels()).containsExactly(1, 2, 3, 4);
        assertThat(SliceReader.read(file(header.replace("\n", "\r\n"), data))
                        .image()
                        .pixels())
                .containsExactly(1, 2, 3, 4);
    }

    @ParameterizedTest
    @CsvSource({"signed char, -1", "unsigned char, 255", "int8, -1", "uint8, 255"})
    void nrrdReadsWrittenNumbersOfEachSign(String type, float value) throws UnreadableImageException {
        String header = NRRD + "type: " + type + "\nencoding: ascii\n\n" + (int) value + " 0 0 0";

        assertThat(SliceReader.read(file(header, new byte[0])).image().pixel(0, 0))
                .isEqualTo(value);
    }

    @Test
    void nrrdSkipsLinesAndBytesOfItsOtherFile() throws UnreadableImageException {
        String header =
                NRRD + PLACED + "type: uchar\nencoding: raw\nline skip: 1\nbyte skip: 2\ndata file: ./other.raw\n";
        String fromTheEnd = header.replace("line skip: 1\nbyte skip: 2", "byte skip: -1");
        byte[] other = file("a line\nxx", BYTES);

        assertThat(read(header, Map.of("other.raw", other)).image().pixels()).containsExactly(1, 2, 3, 4);
        assertThat(read(fromTheEnd, Map.of("other.raw", other)).image().pixels())
                .containsExactly(1, 2, 3, 4);
    }

    @Test
    void nrrdTakesListsAsVolumes() throws UnreadableImageException {
        String behind = nrrd("2 1 1 2", "space space space list", "(1,0,0) (0,1,0) (0,0,1) none");
        String inFront = nrrd("2 2 1 1", "list space space space", "none (1,0,0) (0,1,0) (0,0,1)");

        SliceStack first = SliceReader.open(file(behind, BYTES));
        SliceStack second = SliceReader.open(file(inFront, BYTES));

        assertThat(first.size()).isEqualTo(2);
        assertThat(first.slice(1).image().pixels()).containsExactly(3, 4);
        assertThat(second.size()).isEqualTo(2);
        assertThat(second.slice(1).image().pixels()).containsExactly(2, 4);
    }

    @Test
    void nrrdShowsColours() throws UnreadableImageException {
        String header =
                "NRRD0005\ntype: uchar\ndimension: 3\nsizes: 3 2 1\nencoding: raw\nkinds: RGB-color space space\n\n";

        SliceFile slice = SliceReader.read(file(header, new byte[] {10, 20, 30, 40, 40, 40}));

        assertThat(Objects.requireNonNull(slice.colour()).argb()).contains(0xFF0A141E, 0xFF282828);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "type: uchar;encoding: bzip2 | packs its voxels with bzip2",
                "type: uchar;encoding: hex | hexadecimal",
                "type: block;encoding: raw | unknown type",
                "type: uchar;encoding: raw;data file: LIST | spreads its voxels over several files",
                "type: uchar;encoding: raw;data file: a%03d.raw 1 2 1 | spreads its voxels over several files",
                "type: uchar;encoding: raw;data file: ../a.raw | file of another folder",
                "type: uchar;encoding: raw;data file: C:a.raw | file of another folder",
                "type: uchar;encoding: raw;data file: a.raw | header alone",
                "type: uchar;encoding: raw;kinds: vector space space | vectors or tensors",
                "type: uchar;encoding: raw;kinds: complex space space | complex numbers",
                "type: short;encoding: raw | in which order the bytes are",
                "type: double;endian: big;encoding: raw | ends too early",
                "type: uchar;encoding: ascii | ends too early"
            })
    void nrrdRefusesByName(String fields, String message) {
        assertRefused(file(NRRD + fields.replace(";", "\n") + "\n\n", BYTES), message);
    }

    @Test
    void nrrdRefusesImpossibleSizes() {
        assertRefused(file("NRRD0004\ntype: uchar\ndimension: 3\nsizes: 2 0 1\n\n", BYTES), "impossible size");
        assertRefused(file("NRRD0004\ntype: uchar\ndimension: 99\nsizes: 2\n\n", BYTES), "number of dimensions");
        assertRefused(
                file("NRRD0004\ntype: uchar\ndimension: 3\nsizes: 99999999 2 1\nencoding: raw\n\n", BYTES),
                "more than the limit");
        assertRefused(
                file(NRRD + "type: uchar\nencoding: ascii\n\n1 2 x 4", new byte[0]),
                "something that is no such number");
    }

    @Test
    void metaImageReadsItsEncodings() throws Exception {
        String fields = META + "ElementType = MET_SHORT\nElementByteOrderMSB = True\nElementSpacing = 2 3 4\n"
                + "Offset = 5 6 7\nTransformMatrix = 1 0 0 0 1 0 0 0 1\n";
        ByteArrayOutputStream zlib = new ByteArrayOutputStream();
        try (OutputStream out = new DeflaterOutputStream(zlib)) {
            out.write(SHORTS);
        }

        SliceFile raw = SliceReader.read(file(fields + "ElementDataFile = LOCAL\n", SHORTS));
        String packed = fields + "CompressedData = True\nElementDataFile = ";

        assertThat(raw.image().pixels()).containsExactly(1, 2, 3, 4);
        assertThat(Objects.requireNonNull(raw.info().geometry()).position()).isEqualTo(new PatientVector(5, 6, 7));
        assertThat(SliceReader.read(file(packed + "LOCAL\n", zlib.toByteArray()))
                        .image()
                        .pixels())
                .containsExactly(1, 2, 3, 4);
        assertThat(read(packed + "a.zraw\n", Map.of("a.zraw", packed(SHORTS)))
                        .image()
                        .pixels())
                .containsExactly(1, 2, 3, 4);
        assertThat(read(fields + "HeaderSize = -1\nElementDataFile = a.raw\n", Map.of("a.raw", file("xyz", SHORTS)))
                        .image()
                        .pixels())
                .containsExactly(1, 2, 3, 4);
        assertThat(SliceReader.read(file(fields + "BinaryData = False\nElementDataFile = LOCAL\n1 2 3 4", new byte[0]))
                        .image()
                        .pixels())
                .containsExactly(1, 2, 3, 4);
    }

    @Test
    void metaImageWithoutMatrixDoesNotSayHowThePatientLies() throws UnreadableImageException {
        SliceFile slice = SliceReader.read(file(META + "ElementType = MET_UCHAR\nElementDataFile = LOCAL\n", BYTES));

        assertThat(slice.info().geometry()).isNull();
        assertThat(slice.info().notes()).anyMatch(note -> note.contains("left and right may be exchanged"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ElementType = MET_UCHAR;ElementDataFile = LIST | spreads its voxels over several files",
                "ElementType = MET_UCHAR;ElementDataFile = /etc/hosts | file of another folder",
                "ElementType = MET_UCHAR;ElementDataFile = ..\\a.raw | file of another folder",
                "ElementType = MET_UCHAR;ElementDataFile = a.raw | header alone",
                "ElementType = MET_FLOAT_ARRAY;ElementDataFile = LOCAL | unknown type",
                "ElementType = MET_FLOAT;ElementNumberOfChannels = 3;ElementDataFile = LOCAL | vectors of 3 numbers",
                "ElementType = MET_DOUBLE;ElementDataFile = LOCAL | ends too early",
                "ElementType = MET_UCHAR;CompressedData = True;ElementDataFile = LOCAL | packed content cannot be followed"
            })
    void metaImageRefusesByName(String fields, String message) {
        assertRefused(file(META + fields.replace(";", "\n") + "\n", BYTES), message);
    }

    @Test
    void metaImageRefusesOtherObjects() {
        assertRefused(
                file("ObjectType = Mesh\nNDims = 3\nElementDataFile = LOCAL\n", BYTES),
                "holds no picture but another object");
    }

    private static String nrrd(String sizes, String kinds, String directions) {
        return "NRRD0005\ntype: uchar\ndimension: 4\nsizes: " + sizes + "\nencoding: raw\nkinds: " + kinds
                + "\nspace: LPS\nspace directions: " + directions + "\n\n";
    }

    private static SliceFile read(String header, Map<String, byte[]> others) throws UnreadableImageException {
        Neighbours neighbours = new Neighbours() {
            @Override
            public String ownName() {
                return "header";
            }

            @Override
            public Optional<byte[]> read(String name) {
                return Optional.ofNullable(others.get(name));
            }
        };
        SliceStack stack = SliceReader.open(header.getBytes(StandardCharsets.US_ASCII), neighbours);
        return stack.slice(0);
    }

    private static void assertRefused(byte[] content, String message) {
        UnreadableImageException refusal =
                catchThrowableOfType(UnreadableImageException.class, () -> SliceReader.read(content));
        assertThat(refusal).isNotNull().hasMessageContaining(message);
        assertThat(refusal.code()).isNotEqualTo(Code.NOT_AN_IMAGE);
    }

    private static byte[] packed(byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        }
        return out.toByteArray();
    }

    private static byte[] file(String header, byte[] data) {
        byte[] text = header.getBytes(StandardCharsets.US_ASCII);
        byte[] content = new byte[text.length + data.length];
        System.arraycopy(text, 0, content, 0, text.length);
        System.arraycopy(data, 0, content, text.length, data.length);
        return content;
    }
}
