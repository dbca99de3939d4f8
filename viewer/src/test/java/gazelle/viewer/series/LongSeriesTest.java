package gazelle.viewer.series;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import gazelle.viewer.DicomBytes;
import gazelle.viewer.slice.SliceFile;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A series of 500 slices in a folder, from nothing to its first slice. What is asserted is the thread's processor time,
 * which other programs do not disturb; {@code target/speed.txt} has elapsed times too.
 */
@Timeout(300)
class LongSeriesTest {
    private static final int SLICES = 500;
    private static final int REPETITIONS = 5;
    private static final double LIMIT_SECONDS = 2;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @ValueSource(ints = {256, 512})
    void opensWithinTwoSecondsAndBoundedMemory(int side) throws Exception {
        write(side);
        double[] processor = new double[REPETITIONS];
        double[] elapsed = new double[REPETITIONS];
        long allocated = 0;
        SliceSeries series = SeriesReader.open(folder).series().getFirst();
        for (int i = 0; i < REPETITIONS; i++) {
            long cpu = THREADS.getCurrentThreadCpuTime();
            long wall = System.nanoTime();
            long bytes = THREADS.getCurrentThreadAllocatedBytes();
            series = SeriesReader.open(folder).series().getFirst();
            SliceFile first = series.slice(series.preferred());
            processor[i] = (THREADS.getCurrentThreadCpuTime() - cpu) * 1e-9;
            elapsed[i] = (System.nanoTime() - wall) * 1e-9;
            allocated = THREADS.getCurrentThreadAllocatedBytes() - bytes;
            assertThat(first.image().pixel(0, 0))
                    .as("ordered by place, not by name")
                    .isZero();
        }
        assertThat(series.size()).isEqualTo(SLICES);
        Arrays.sort(processor);
        Arrays.sort(elapsed);
        Files.createDirectories(Path.of("target"));
        Files.writeString(
                Path.of("target", "speed.txt"),
                String.format(
                        Locale.ROOT,
                        "open 500 slices of %d x %d: processor median %.3f s (%.3f to %.3f); "
                                + "elapsed median %.3f s (%.3f to %.3f); %d MB allocated%n",
                        side,
                        side,
                        processor[REPETITIONS / 2],
                        processor[0],
                        processor[REPETITIONS - 1],
                        elapsed[REPETITIONS / 2],
                        elapsed[0],
                        elapsed[REPETITIONS - 1],
                        allocated >> 20),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        assertThat(processor[REPETITIONS / 2]).as("seconds").isLessThan(LIMIT_SECONDS);
        // 64 KiB of each file at most, and no pixels but the first slice's.
        assertThat(allocated).isLessThan((long) SLICES * (80 << 10) + (64L << 20));

        for (int i = 0; i < SLICES; i++) {
            assertThat(series.slice(i).image().pixel(0, 0)).isEqualTo(i);
        }
        assertThat(series.keptPixels()).isLessThanOrEqualTo(SliceSeries.MAX_KEPT_PIXELS);
    }

    /** Slices whose first pixel tells their place, under names in the opposite order. */
    private void write(int side) throws Exception {
        int[] pixels = new int[side * side];
        Arrays.fill(pixels, 1000);
        for (int place = 0; place < SLICES; place++) {
            pixels[0] = place;
            byte[] file = DicomBytes.file(DicomBytes.EXPLICIT)
                    .text(0x0020000E, "UI", "1.2")
                    .text(0x00200013, "IS", String.valueOf(place + 1))
                    .text(0x00200032, "DS", "0\\0\\" + place)
                    .text(0x00200037, "DS", "1\\0\\0\\0\\1\\0")
                    .text(0x00280030, "DS", "1\\1")
                    .image(side, side)
                    .pixels(pixels)
                    .toByteArray();
            Files.write(folder.resolve(String.format(Locale.ROOT, "%03d.dcm", SLICES - place)), file);
        }
    }
}
