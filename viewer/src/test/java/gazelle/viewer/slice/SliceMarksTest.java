package gazelle.viewer.slice;

import static org.assertj.core.api.Assertions.assertThat;

import gazelle.viewer.DicomBytes;
import gazelle.viewer.display.DisplayPreset;
import gazelle.viewer.display.PixelSpacing;
import gazelle.viewer.series.SliceReader;
import org.junit.jupiter.api.Test;

/** Marks on a picture that a file asks for. */
class SliceMarksTest {
    private static DicomBytes file() {
        return DicomBytes.file(DicomBytes.EXPLICIT);
    }

    private static SliceFile read(DicomBytes file) throws UnreadableImageException {
        return SliceReader.read(file.toByteArray());
    }

    @Test
    void lossyCompressionIsMarkedWithTheProductOfItsRatios() throws Exception {
        DicomBytes plain = file().image(1, 1).pixels(1);
        assertThat(read(plain).info().lossyMark()).isEmpty();
        assertThat(read(file().image(1, 1).text(0x00282110, "CS", "01").pixels(1))
                        .info()
                        .lossyMark())
                .contains("Lossy compressed");
        assertThat(read(file().image(1, 1)
                                .text(0x00282110, "CS", "01")
                                .text(0x00282112, "DS", "2.5\\8")
                                .pixels(1))
                        .info()
                        .lossyMark())
                .contains("Lossy compressed 20:1");
        assertThat(read(file().image(1, 1)
                                .text(0x00282110, "CS", "01")
                                .text(0x00282112, "DS", "2.5")
                                .pixels(1))
                        .info()
                        .lossyMark())
                .contains("Lossy compressed 2.5:1");
    }

    @Test
    void spacingComesWithoutAPlaceToo() throws Exception {
        SliceInfo info = read(file().image(1, 1)
                        .text(0x00280030, "DS", "0.5\\0.8")
                        .pixels(1))
                .info();
        assertThat(info.geometry()).isNull();
        assertThat(info.spacing()).contains(new PixelSpacing(0.8, 0.5));
        assertThat(info.spacing().orElseThrow().aspect()).isEqualTo(1.6);
        assertThat(read(file().image(1, 1).text(0x00280030, "DS", "0\\0.8").pixels(1))
                        .info()
                        .spacing())
                .isEmpty();
    }

    @Test
    void burnedInAnnotationIsReadFromItsTag() throws Exception {
        assertThat(read(file().image(1, 1).text(0x00280301, "CS", "YES").pixels(1))
                        .info()
                        .saysTextIsBurnedIn())
                .isTrue();
        assertThat(read(file().image(1, 1).text(0x00280301, "CS", "NO").pixels(1))
                        .info()
                        .saysTextIsBurnedIn())
                .isFalse();
    }

    @Test
    void windowsAreCalledWhatTheFileCallsThem() throws Exception {
        SliceFile slice = read(file().image(2, 1)
                .text(0x00281050, "DS", "40\\400")
                .text(0x00281051, "DS", "80\\2000")
                .text(0x00281055, "LO", "BRAIN\\BONE")
                .pixels(1, 90));
        assertThat(slice.presets())
                .extracting(DisplayPreset::name)
                .startsWith("File: BRAIN")
                .endsWith("File: BONE");
        assertThat(slice.presets().getLast().window().width()).isEqualTo(2000);
    }
}
