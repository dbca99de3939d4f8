package gazelle.viewer.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import gazelle.viewer.series.SliceReader;
import gazelle.viewer.slice.UnreadableImageException;
import gazelle.viewer.slice.UnreadableImageException.Code;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForeignFormatTest {
    @ParameterizedTest
    @CsvSource({
        "434446 01, 'a netCDF file, such as MINC 1'",
        "89484446 0D0A1A0A, 'an HDF5 file, such as MINC 2'",
        "4D415452495837, an ECAT 7 volume",
        "21494E54455246494C45, an Interfile header",
        "23235449544C45, 'a JCAMP-DX header, as Bruker'",
        "424D, a BMP picture",
        "4749463839, a GIF picture",
        "4D4D002A, a TIFF picture",
        "52494646 00000000 57454250, a WebP picture",
        "00000018 66747970 68656963, a HEIF picture",
        "25504446, a PDF document",
        "FD377A585A00, a file packed with xz"
    })
    void namesWhatItDoesNotRead(String hex, String name) {
        String digits = hex.replace(" ", "");
        byte[] content = new byte[600];
        for (int i = 0; i < digits.length() / 2; i++) {
            content[i] = (byte) Integer.parseInt(digits.substring(2 * i, 2 * i + 2), 16);
        }

        UnreadableImageException refusal =
                catchThrowableOfType(UnreadableImageException.class, () -> SliceReader.read(content));

        assertThat(refusal).hasMessageStartingWith("This is " + name).hasMessageContaining("does not read");
        assertThat(refusal.code()).isIn(Code.UNSUPPORTED_ENCODING, Code.OTHER_FORMAT);
    }
}
