package gazelle.installer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program on its own Java: it needs none of this computer's. Runs in the profile {@code package} only. */
@Timeout(180)
class ImageCheck {
    private static final Path TARGET = Path.of("target").toAbsolutePath().normalize();
    private static final Path IMAGE = TARGET.resolve("image/gazelle");
    private static final Path LAUNCHER = IMAGE.resolve("bin/gazelle");
    private static final Path FILES = IMAGE.resolve("lib/app");
    private static final int SCREEN_WIDTH = 1280;
    private static final int SCREEN_HEIGHT = 860;

    /** The ground of the chip that names the server, once one is in use and its models can be asked. */
    private static final int IN_USE = 0xe3f2e8;

    private static final int PIXELS_OF_A_CHIP = 2_000;

    @TempDir
    private Path folder;

    /** An environment in which no other Java can be found. */
    private static ProcessBuilder withoutJava() {
        ProcessBuilder builder = new ProcessBuilder();
        builder.environment().remove("JAVA_HOME");
        builder.environment().remove("JDK_JAVA_OPTIONS");
        builder.environment().put("PATH", "/nowhere");
        return builder;
    }

    @Test
    void classifiesABundledSampleWithoutAnotherJava() throws Exception {
        try (Program program = Program.start(
                withoutJava(),
                folder,
                LAUNCHER,
                "classify",
                "--embedded",
                "--model",
                "brain-tumour",
                FILES.resolve("samples/brain-t1-midsagittal.png"))) {
            Program.Outcome outcome = program.awaitEnd(Duration.ofMinutes(2));
            assertThat(outcome.status()).isZero();
            assertThat(outcome.out()).contains("Most like: ").contains("Research use only. Not for diagnosis.");
        }
    }

    @Test
    void holdsNoPathOfTheComputerThatBuiltIt() throws IOException {
        String settings = Files.readString(FILES.resolve("gazelle.cfg"));
        assertThat(settings).contains("$APPDIR").doesNotContain(TARGET.toString());
    }

    @Test
    void bringsItsLicences() {
        assertThat(FILES.resolve("LICENSE")).hasSameTextualContentAs(Path.of("../LICENSE"));
        assertThat(FILES.resolve("licences/THIRD-PARTY.txt"))
                .hasSameTextualContentAs(Program.CLIENT.resolve("licences/THIRD-PARTY.txt"));
    }

    @Test
    void opensItsWindowAndGetsItsModelsReady() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/Xvfb")), "a virtual display can be started");
        Path screen = folder.resolve("Xvfb_screen0");
        Process display = new ProcessBuilder(
                        "/usr/bin/Xvfb",
                        "-displayfd",
                        "1",
                        "-screen",
                        "0",
                        SCREEN_WIDTH + "x" + SCREEN_HEIGHT + "x24",
                        "-nolisten",
                        "tcp",
                        "-fbdir",
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            String number = display.inputReader(StandardCharsets.US_ASCII).readLine();
            ProcessBuilder builder = withoutJava();
            builder.environment().put("DISPLAY", ":" + number);
            try (Program program = Program.start(builder, folder, LAUNCHER)) {
                assertThat(chipOnceReady(program, screen))
                        .as("pixels of the chip of a server in use; the window said: %s", program.err())
                        .isGreaterThan(PIXELS_OF_A_CHIP);
                assertThat(program.isAlive()).isTrue();
            }
        } finally {
            display.destroy();
            assertThat(display.waitFor(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** Waits until the server inside the program is in use and the screen stays as it is; leaves a picture in {@code target}. */
    private static long chipOnceReady(Program program, Path screen) throws Exception {
        long chip = 0;
        int[] before = {};
        for (int second = 0; second < 90 && program.isAlive(); second++) {
            Thread.sleep(1_000);
            BufferedImage picture = read(screen);
            ImageIO.write(picture, "png", new File("target/window.png"));
            int[] pixels = picture.getRGB(0, 0, SCREEN_WIDTH, SCREEN_HEIGHT, null, 0, SCREEN_WIDTH);
            chip = Arrays.stream(pixels)
                    .filter(pixel -> (pixel & 0xffffff) == IN_USE)
                    .count();
            if (chip > PIXELS_OF_A_CHIP && Arrays.equals(pixels, before)) {
                return chip;
            }
            before = pixels;
        }
        return chip;
    }

    /** Reads the X window dump that Xvfb keeps: a header, the colour map, then 32 bits a pixel, blue first. */
    private static BufferedImage read(Path screen) throws IOException {
        byte[] dump = Files.readAllBytes(screen);
        BufferedImage picture = new BufferedImage(SCREEN_WIDTH, SCREEN_HEIGHT, BufferedImage.TYPE_INT_RGB);
        int pixels = dump.length - 4 * SCREEN_WIDTH * SCREEN_HEIGHT;
        for (int y = 0; y < SCREEN_HEIGHT; y++) {
            for (int x = 0; x < SCREEN_WIDTH; x++) {
                int at = pixels + 4 * (y * SCREEN_WIDTH + x);
                picture.setRGB(x, y, ((dump[at + 2] & 0xff) << 16) | ((dump[at + 1] & 0xff) << 8) | (dump[at] & 0xff));
            }
        }
        return picture;
    }
}
