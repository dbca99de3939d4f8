package gazelle.viewer.display;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import gazelle.viewer.input.GrayImage;
import gazelle.viewer.series.SliceReader;
import gazelle.viewer.slice.SliceStack;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BurnedInTextTest {
    private static final Path SAMPLES = Path.of("..", "sample-images");

    /** A folder of real slices without writing; not part of the project. */
    private static final String SLICES = System.getProperty("gazelle.test.slices", "");

    static GrayImage withText(GrayImage image, String text, int fontSize, int x, int y) {
        BufferedImage drawn = new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D graphics = drawn.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, fontSize));
        graphics.setColor(Color.WHITE);
        graphics.drawString(text, x, y);
        graphics.dispose();
        float[] pixels = image.pixels();
        for (int i = 0; i < pixels.length; i++) {
            float share = drawn.getRaster().getSample(i % image.width(), i / image.width(), 0) / 255f;
            pixels[i] += share * (image.max() - pixels[i]);
        }
        return new GrayImage(image.width(), image.height(), pixels);
    }

    @ParameterizedTest
    @ValueSource(ints = {9, 11, 13, 16})
    void findsANameInEveryCornerAndOverTheHead(int fontSize) throws Exception {
        GrayImage slice =
                SliceReader.read(SAMPLES.resolve("dicom/brain-pd-axial-14.dcm")).image();
        for (String text : List.of("DOE^JANE 1960-02-11", "ID 4711-0815")) {
            int low = slice.height() - 6;
            assertThat(BurnedInText.isSuspectedIn(withText(slice, text, fontSize, 4, fontSize + 2)))
                    .as("%s, top", text)
                    .isTrue();
            assertThat(BurnedInText.isSuspectedIn(withText(slice, text, fontSize, slice.width() / 3, low)))
                    .as("%s, bottom", text)
                    .isTrue();
        }
        assertThat(BurnedInText.isSuspectedIn(
                        withText(slice, "DOE^JANE 1960-02-11", fontSize, slice.width() / 3, slice.height() / 2)))
                .as("over the head")
                .isTrue();
    }

    @Test
    void raisesNoAlarmOnTheSamples() throws Exception {
        List<Path> files = new ArrayList<>();
        for (String folder : List.of("dicom", "nifti", "png")) {
            try (Stream<Path> found = Files.list(SAMPLES.resolve(folder))) {
                files.addAll(found.sorted().toList());
            }
        }
        assertThat(files).hasSizeGreaterThan(20);
        for (Path file : files) {
            SliceStack stack = SliceReader.open(file);
            for (int i = 0; i < stack.size(); i++) {
                assertThat(BurnedInText.isSuspectedIn(stack.slice(i).image()))
                        .as("%s, slice %d", file, i)
                        .isFalse();
            }
        }
    }

    @Test
    void flatPicturesAndNoiseHoldNoText() {
        float[] noise = new float[128 * 128];
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < noise.length; i++) {
            noise[i] = random.nextInt(256);
        }
        assertThat(BurnedInText.isSuspectedIn(new GrayImage(128, 128, noise))).isFalse();
        assertThat(BurnedInText.isSuspectedIn(new GrayImage(64, 64, new float[64 * 64])))
                .isFalse();
    }

    /** At most one real slice in a hundred may raise a false alarm. */
    @Test
    void hardlyEverRaisesAFalseAlarm() throws Exception {
        assumeTrue(!SLICES.isEmpty(), "no archive of slices given: -Dgazelle.test.slices=FILE.zip");
        int seen = 0;
        int alarms = 0;
        try (ZipFile zip = new ZipFile(SLICES)) {
            for (ZipEntry entry :
                    zip.stream().filter(file -> !file.isDirectory()).limit(300).toList()) {
                byte[] content = zip.getInputStream(entry).readAllBytes();
                seen++;
                if (BurnedInText.isSuspectedIn(SliceReader.read(content).image())) {
                    alarms++;
                }
            }
        }
        assertThat(alarms).as("of %d slices", seen).isLessThanOrEqualTo(seen / 100);
    }
}
