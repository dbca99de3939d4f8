package gazelle.viewer.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import gazelle.viewer.codec.CodecException.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CodecTest {
    /** The 4 x 4 example of T.87 annex H.3: 8 bits, lossless. */
    private static final String JPEG_LS = "FFD8FFF7000B080004000401011100FFDA0008010100000000"
            + "C000006C8020 8E01C000005740 00006EE600 0001BC1800 0005D80000 91600000FFD9";

    private static final Path RESOURCES = Path.of("src", "test", "resources", "codec");

    @Test
    void unpacksRunsAndLiterals() throws CodecException {
        byte[] data = new byte[64 + 10];
        data[0] = 2;
        data[4] = 64;
        data[8] = 68;
        // High bytes: three times 1, then one 2; low bytes: literal 3 4 5 6.
        byte[] planes = {-2, 1, 0, 2, 3, 3, 4, 5, 6, 0};
        System.arraycopy(planes, 0, data, 64, planes.length);

        assertThat(RleDecoder.decode(data, new FrameSize(2, 2, 1), 2).values())
                .containsExactly(0x103, 0x104, 0x105, 0x206);
    }

    @Test
    void decodesTheExampleOfTheJpegLsStandard() throws CodecException {
        byte[] data = hex(JPEG_LS);

        assertThat(JpegLsDecoder.decode(data, new FrameSize(4, 4, 1)).values())
                .containsExactly(0, 0, 90, 74, 68, 50, 43, 205, 64, 145, 145, 145, 100, 145, 145, 145);
    }

    @Test
    void refusesAnotherSizeBeforeAllocating() {
        CodecException refusal = catchThrowableOfType(
                CodecException.class, () -> JpegLsDecoder.decode(hex(JPEG_LS), new FrameSize(5, 4, 1)));

        assertThat(refusal.code()).isEqualTo(Code.SIZE_MISMATCH);
        assertThat(refusal).hasMessageContaining("4 x 4").hasMessageContaining("5 x 4");
    }

    /** Each file holds the ramp {@code 16 * x + y} of 37 x 29 pixels; the names tell how it was encoded. */
    @ParameterizedTest
    @CsvSource({
        "lossless-lrcp.j2k, 0",
        "lossless-rpcl-precincts-layers.j2k, 0",
        "lossless-tiles-offset.j2k, 0",
        "lossless-bypass-termall-causal.j2k, 0",
        "lossless-sop-eph-pcrl.j2k, 0",
        "lossy.j2k, 6"
    })
    void decodesJpeg2000(String name, int tolerance) throws IOException, CodecException {
        int[] values = Jpeg2000Decoder.decode(Files.readAllBytes(RESOURCES.resolve(name)), new FrameSize(37, 29, 1))
                .values();

        for (int i = 0; i < values.length; i++) {
            assertThat(Math.abs(values[i] - (16 * (i % 37) + i / 37)))
                    .as("pixel " + i)
                    .isLessThanOrEqualTo(tolerance);
        }
    }

    @ParameterizedTest
    @CsvSource({"lossless-lrcp.j2k", "lossless-tiles-offset.j2k"})
    void refusesEveryCutOfJpeg2000(String name) throws IOException {
        byte[] data = Files.readAllBytes(RESOURCES.resolve(name));
        for (int length = 0; length < data.length - 2; length++) {
            byte[] cut = Arrays.copyOf(data, length);
            CodecException refusal = catchThrowableOfType(
                    CodecException.class, () -> Jpeg2000Decoder.decode(cut, new FrameSize(37, 29, 1)));
            assertThat(refusal).as("length " + length).isNotNull();
        }
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }
}
