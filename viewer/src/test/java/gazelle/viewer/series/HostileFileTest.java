package gazelle.viewer.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import gazelle.viewer.SampleFiles;
import gazelle.viewer.slice.FileLimits;
import gazelle.viewer.slice.SliceFile;
import gazelle.viewer.slice.UnreadableImageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Damaged files end in a picture or in an {@link UnreadableImageException}; nothing else may escape. */
class HostileFileTest {
    private static final long SEED = 20261122;
    private static final int HEADER_FLIPS = 1000;
    private static final int OTHER_FLIPS = 200;

    /** Most flips go where the headers lie: 2000 bytes hold the file header and all tags of the samples. */
    private static final int HEADER_BYTES = 2000;

    static Stream<Path> samples() {
        return Stream.of(
                SampleFiles.dicom("brain-pd-axial-14.dcm"),
                SampleFiles.dicom("brain-pd-axial-14-bigendian.dcm"),
                SampleFiles.dicom("head-flair-axial-implicit.dcm"),
                SampleFiles.dicom("heart-cine-8bit.dcm"),
                SampleFiles.png("brain-pd-axial-10.png"),
                SampleFiles.png("brain-pd-axial-12-16bit.png"));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void refusesEveryTruncation(Path sample) throws IOException {
        byte[] content = Files.readAllBytes(sample);
        for (int length = 0; length < content.length; length += 97) {
            assertThat(outcome(Arrays.copyOf(content, length), "length " + length))
                    .as("length %d", length)
                    .isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void survivesRandomByteFlips(Path sample) throws IOException {
        byte[] content = Files.readAllBytes(sample);
        SplittableRandom random = new SplittableRandom(SEED);
        int read = 0;
        for (int round = 0; round < HEADER_FLIPS + OTHER_FLIPS; round++) {
            byte[] damaged = content.clone();
            int reach = round < HEADER_FLIPS ? HEADER_BYTES : damaged.length;
            int flips = random.nextInt(1, 4);
            for (int i = 0; i < flips; i++) {
                damaged[random.nextInt(reach)] = (byte) random.nextInt(256);
            }
            if (outcome(damaged, "seed " + SEED + ", round " + round)) {
                read++;
            }
        }
        assertThat(read).isLessThan(HEADER_FLIPS + OTHER_FLIPS);
    }

    /** True for a consistent picture, false for the expected refusal. */
    private static boolean outcome(byte[] content, String where) {
        try {
            SliceFile slice = SliceReader.read(content);
            assertThat(slice.image().width()).isBetween(1, FileLimits.MAX_SIDE);
            assertThat(slice.initialWindow().width()).isPositive();
            return true;
        } catch (UnreadableImageException refusal) {
            assertThat(refusal.getMessage()).as(where).isNotBlank();
            return false;
        } catch (RuntimeException escaped) {
            return fail(where, escaped);
        }
    }
}
