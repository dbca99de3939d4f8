package gazelle.viewer.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import gazelle.viewer.DicomBytes;
import gazelle.viewer.slice.SliceFile;
import gazelle.viewer.slice.SliceStack;
import gazelle.viewer.slice.UnreadableImageException;
import gazelle.viewer.slice.UnreadableImageException.Code;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Series of enhanced multi-frame objects (PS3.3 C.7.6.16); the value of each frame of one pixel tells which it is. */
class FrameOrderTest {
    private static final int ITEM = 0xFFFEE000;
    private static final String AXIAL = "1\\0\\0\\0\\1\\0";
    private static final String SAGITTAL = "0\\1\\0\\0\\0\\-1";

    @TempDir
    private Path folder = Path.of("");

    /** One frame: where it lies and which measurement it belongs to. */
    private record Frame(String orientation, String position, double diffusionWeight, double echoTime, int value) {
        static Frame at(int place, int value) {
            return new Frame(AXIAL, "0\\0\\" + place, 0, 0, value);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {DicomBytes.EXPLICIT, DicomBytes.IMPLICIT, DicomBytes.BIG_ENDIAN})
    void ordersFramesByPlaceAndSaysWhichTheyAreInTheFile(String syntax) throws Exception {
        byte[] file = enhanced(syntax, 1, List.of(Frame.at(50, 1), Frame.at(-10, 2), Frame.at(9, 3), Frame.at(10, 4)));

        SliceStack stack = SliceReader.open(file);

        assertThat(values(stack)).containsExactly(2, 3, 4, 1);
        assertThat(stack.stored(0).values()).containsExactly(2);
        assertThat(stack.slice(3).info().notes())
                .contains("Slices are counted by their place; this one is frame 1 of 4 in its file.");
        assertThat(stack.slice(3).info().frame()).isEqualTo(3);
        assertThat(stack.preferred()).isEqualTo(2);
        assertThat(SliceReader.read(file).info().notes()).contains("This file holds 4 frames; the middle one is used.");
        assertThat(values(only(file))).containsExactly(2, 3, 4, 1);
    }

    @Test
    void keepsVolumesOfOneFileApart() throws Exception {
        List<Frame> frames = new ArrayList<>();
        for (int place = 3; place > 0; place--) {
            frames.add(new Frame(AXIAL, "0\\0\\" + place, 1000, 0, 20 + place));
            frames.add(new Frame(AXIAL, "0\\0\\" + place, 0, 0, 10 + place));
            frames.add(new Frame(AXIAL, "0\\0\\" + place, 1000, 0, 30 + place));
        }

        SliceStack stack = SliceReader.open(enhanced(DicomBytes.EXPLICIT, 1, frames));

        assertThat(values(stack)).containsExactly(11, 12, 13, 21, 22, 23, 31, 32, 33);
        assertThat(stack.preferred()).isEqualTo(1);
    }

    @Test
    void keepsEchoesApartWhateverTheOrderOfTheFile() throws Exception {
        SliceStack stack = SliceReader.open(enhanced(
                DicomBytes.BIG_ENDIAN,
                1,
                List.of(
                        new Frame(AXIAL, "0\\0\\1", 0, 90.5, 3),
                        new Frame(AXIAL, "0\\0\\1", 0, 12.25, 1),
                        new Frame(AXIAL, "0\\0\\2", 0, 12.25, 2),
                        new Frame(AXIAL, "0\\0\\2", 0, 90.5, 4))));

        assertThat(values(stack)).containsExactly(1, 2, 3, 4);
    }

    /** Echo times that change from slice to slice by rounding must not undo the order of places. */
    @Test
    void believesPlacesMoreThanMeasurements() throws Exception {
        SliceStack stack = SliceReader.open(enhanced(
                DicomBytes.EXPLICIT,
                1,
                List.of(
                        new Frame(AXIAL, "0\\0\\3", 0, 11, 3),
                        new Frame(AXIAL, "0\\0\\1", 0, 13, 1),
                        new Frame(AXIAL, "0\\0\\2", 0, 12, 2))));

        assertThat(values(stack)).containsExactly(1, 2, 3);
    }

    @Test
    void showsPlanesOfSeveralDirectionsOneAfterAnother() throws Exception {
        byte[] file = enhanced(
                DicomBytes.EXPLICIT,
                1,
                List.of(
                        new Frame(AXIAL, "0\\0\\5", 0, 0, 2),
                        new Frame(SAGITTAL, "7\\0\\0", 0, 0, 3),
                        new Frame(AXIAL, "0\\0\\1", 0, 0, 1),
                        new Frame(SAGITTAL, "2\\0\\0", 0, 0, 4)));

        assertThat(values(SliceReader.open(file))).containsExactly(1, 2, 3, 4);
        Files.write(folder.resolve("a.dcm"), file);
        assertThat(SeriesReader.open(folder).series()).hasSize(2);
    }

    @Test
    void makesOneSeriesOfOneFileForEachVolume() throws Exception {
        for (int volume = 10; volume > 8; volume--) {
            List<Frame> frames =
                    List.of(Frame.at(10, volume * 10 + 3), Frame.at(0, volume * 10 + 1), Frame.at(5, volume * 10 + 2));
            Files.write(folder.resolve(volume + ".dcm"), enhanced(DicomBytes.EXPLICIT, volume, frames));
        }

        SliceSeries series = SeriesReader.open(folder).series().getFirst();

        assertThat(SeriesReader.open(folder).series()).hasSize(1);
        assertThat(values(series)).containsExactly(91, 92, 93, 101, 102, 103);
        assertThat(series.preferred()).isEqualTo(1);
    }

    @Test
    void joinsTheSlabsOfOneVolumeByPlace() throws Exception {
        Files.write(
                folder.resolve("a"),
                enhanced(DicomBytes.EXPLICIT, 1, List.of(Frame.at(20, 20), Frame.at(0, 0), Frame.at(10, 10))));
        Files.write(folder.resolve("b"), enhanced(DicomBytes.EXPLICIT, 2, List.of(Frame.at(15, 15), Frame.at(5, 5))));

        assertThat(values(SeriesReader.open(folder).series().getFirst())).containsExactly(0, 5, 10, 15, 20);
    }

    @Test
    void leavesFramesWithoutPlacesInTheOrderOfTheFile() throws Exception {
        byte[] file = classic(1, AXIAL, "0\\0\\0")
                .text(0x00280008, "IS", "3")
                .pixels(3, 1, 2)
                .toByteArray();

        SliceStack stack = SliceReader.open(file);

        assertThat(values(stack)).containsExactly(3, 1, 2);
        assertThat(stack.preferred()).isZero();
        assertThat(stack.slice(1).info().notes()).isEmpty();
    }

    @Test
    void leavesFramesOfWhichOneHasNoPlaceInTheOrderOfTheFile() throws Exception {
        SliceStack stack = SliceReader.open(enhanced(
                DicomBytes.EXPLICIT, 1, List.of(Frame.at(9, 1), new Frame(AXIAL, "here", 0, 0, 2), Frame.at(1, 3))));

        assertThat(values(stack)).containsExactly(1, 2, 3);
    }

    @Test
    void refusesMoreFramesThanAnyObjectHas() {
        byte[] file = classic(1, AXIAL, "0\\0\\0")
                .text(0x00280008, "IS", "65537")
                .pixels(1)
                .toByteArray();

        UnreadableImageException refusal =
                catchThrowableOfType(UnreadableImageException.class, () -> SliceReader.open(file));

        assertThat(refusal.code()).isEqualTo(Code.TOO_LARGE);
        assertThat(refusal).hasMessageContaining("more than the limit of 65536 frames");
    }

    /** Jitter around 0.975 = 39/40 and 0.975/20 steps fell on both sides of a rounding before. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.0249999, 0.025, 0.2236068, 0.4750001, 0.70710678, 0.97499})
    void jitterOfTheDirectionSplitsNoSeries(double sine) throws Exception {
        for (int slice = 1; slice <= 10; slice++) {
            double tilt = Math.asin(sine) + (slice % 2 == 0 ? 4e-6 : -4e-6);
            String orientation = String.format(Locale.ROOT, "1\\0\\0\\0\\%.9f\\%.9f", Math.cos(tilt), Math.sin(tilt));
            String position = String.format(
                    Locale.ROOT, "-120\\%.6f\\%.6f", -150 - slice * 5 * sine, slice * 5 * Math.sqrt(1 - sine * sine));
            Files.write(
                    folder.resolve(slice + ".dcm"),
                    classic(11 - slice, orientation, position).pixels(slice).toByteArray());
        }

        assertThat(SeriesReader.open(folder).series())
                .singleElement()
                .satisfies(series -> assertThat(values(series)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10));
    }

    @Test
    void slowlyTurningPlanesEndInAnotherSeries() throws Exception {
        for (int slice = 0; slice < 90; slice++) {
            double turn = Math.toRadians(2 * slice);
            String orientation = String.format(Locale.ROOT, "%.9f\\%.9f\\0\\0\\0\\1", Math.cos(turn), Math.sin(turn));
            Files.write(
                    folder.resolve(slice + ".dcm"),
                    classic(slice, orientation, "0\\0\\0").pixels(slice).toByteArray());
        }

        assertThat(SeriesReader.open(folder).series()).hasSizeBetween(40, 90);
    }

    @Test
    void keepsVolumesOfSingleFilesApart() throws Exception {
        for (int volume = 0; volume < 2; volume++) {
            for (int place = 1; place <= 3; place++) {
                int instance = 10 * volume + place;
                Files.write(
                        folder.resolve(place + "-" + volume),
                        classic(instance, AXIAL, "0\\0\\" + place)
                                .pixels(instance)
                                .toByteArray());
            }
        }

        assertThat(values(SeriesReader.open(folder).series().getFirst())).containsExactly(1, 2, 3, 11, 12, 13);
    }

    @Test
    void leavesACopyOfOneSliceBesideIt() throws Exception {
        for (int place = 1; place <= 3; place++) {
            byte[] slice = classic(place, AXIAL, "0\\0\\" + place).pixels(place).toByteArray();
            Files.write(folder.resolve(place + ".dcm"), slice);
            if (place == 2) {
                Files.write(folder.resolve("2 copy.dcm"), slice);
            }
        }

        assertThat(values(SeriesReader.open(folder).series().getFirst())).containsExactly(1, 2, 2, 3);
    }

    private SliceSeries only(byte[] file) throws IOException, UnreadableImageException {
        Path path = Files.write(folder.resolve("only.dcm"), file);
        List<SliceSeries> series = SeriesReader.open(path).series();
        assertThat(series).hasSize(1);
        return series.getFirst();
    }

    private static List<Integer> values(SliceSeries series) throws UnreadableImageException {
        List<Integer> values = new ArrayList<>();
        for (int i = 0; i < series.size(); i++) {
            values.add(value(series.slice(i)));
        }
        return values;
    }

    private static List<Integer> values(SliceStack stack) throws UnreadableImageException {
        List<Integer> values = new ArrayList<>();
        for (int i = 0; i < stack.size(); i++) {
            values.add(value(stack.slice(i)));
        }
        return values;
    }

    private static int value(SliceFile slice) {
        return Math.round(slice.image().pixel(0, 0));
    }

    private static DicomBytes classic(int instance, String orientation, String position) {
        return DicomBytes.file(DicomBytes.EXPLICIT)
                .text(0x0020000E, "UI", "1.2")
                .text(0x00200013, "IS", String.valueOf(instance))
                .text(0x00200032, "DS", position)
                .text(0x00200037, "DS", orientation)
                .text(0x00280030, "DS", "1\\1")
                .image(1, 1);
    }

    private static byte[] enhanced(String syntax, int instance, List<Frame> frames) {
        DicomBytes groups = DicomBytes.dataSet(syntax);
        for (Frame frame : frames) {
            DicomBytes own = DicomBytes.dataSet(syntax);
            sequence(own, syntax, 0x00189114, set -> set.element(0x00189082, "FD", real(syntax, frame.echoTime)));
            sequence(
                    own, syntax, 0x00189117, set -> set.element(0x00189087, "FD", real(syntax, frame.diffusionWeight)));
            sequence(own, syntax, 0x00209113, set -> set.text(0x00200032, "DS", frame.position));
            sequence(own, syntax, 0x00209116, set -> set.text(0x00200037, "DS", frame.orientation));
            groups.element(ITEM, "", own.toByteArray());
        }
        DicomBytes shared = DicomBytes.dataSet(syntax);
        sequence(shared, syntax, 0x00289110, set -> set.text(0x00280030, "DS", "2\\2"));
        return DicomBytes.file(syntax)
                .text(0x0020000E, "UI", "1.2")
                .text(0x00200013, "IS", String.valueOf(instance))
                .image(1, 1)
                .text(0x00280008, "IS", String.valueOf(frames.size()))
                .element(
                        0x52009229,
                        "SQ",
                        DicomBytes.dataSet(syntax)
                                .element(ITEM, "", shared.toByteArray())
                                .toByteArray())
                .element(0x52009230, "SQ", groups.toByteArray())
                .pixels(frames.stream().mapToInt(Frame::value).toArray())
                .toByteArray();
    }

    /** Fills the only item of a sequence. */
    private interface Filling {
        DicomBytes fill(DicomBytes item);
    }

    private static void sequence(DicomBytes out, String syntax, int tag, Filling filling) {
        byte[] item = filling.fill(DicomBytes.dataSet(syntax)).toByteArray();
        out.element(
                tag, "SQ", DicomBytes.dataSet(syntax).element(ITEM, "", item).toByteArray());
    }

    private static byte[] real(String syntax, double value) {
        ByteOrder order = syntax.equals(DicomBytes.BIG_ENDIAN) ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        return ByteBuffer.allocate(Double.BYTES).order(order).putDouble(value).array();
    }
}
