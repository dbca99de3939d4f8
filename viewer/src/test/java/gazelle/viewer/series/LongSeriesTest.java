package gazelle.viewer.series;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import gazelle.viewer.DicomBytes;
import gazelle.viewer.slice.SliceFile;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A series of 500 slices in a folder, from nothing to its first slice and through all of them. */
@Timeout(300)
class LongSeriesTest {
    private static final int SLICES = 500;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @ValueSource(ints = {256, 512})
    void opensInOrderAndInBoundedMemory(int side) throws Exception {
        write(side);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        SliceSeries series = SeriesReader.open(folder).series().getFirst();
        SliceFile first = series.slice(series.preferred());
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertThat(first.image().pixel(0, 0))
                .as("ordered by place, not by name")
                .isZero();
        assertThat(series.size()).isEqualTo(SLICES);
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
