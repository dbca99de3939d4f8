package gazelle.models.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gazelle.models.data.UnusableDataException;
import gazelle.viewer.input.GrayImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A volume whose voxels say where they lie. */
class VolumePicturesTest {
    private static final int LEFT = 10;
    private static final int BACK = 12;
    private static final int HEAD = 14;

    @TempDir
    private Path folder = Path.of("");

    private static int value(int left, int back, int head) {
        return left + 16 * back + 256 * head;
    }

    /** NIfTI-1 whose axes go to the right, to the front and to the head. */
    private Path volume(float thickness) throws IOException {
        ByteBuffer file = ByteBuffer.allocate(352 + 2 * LEFT * BACK * HEAD).order(ByteOrder.LITTLE_ENDIAN);
        file.putInt(0, 348);
        short[] sizes = {3, LEFT, BACK, HEAD, 1, 1, 1, 1};
        for (int i = 0; i < sizes.length; i++) {
            file.putShort(40 + 2 * i, sizes[i]);
            file.putFloat(76 + 4 * i, i == 3 ? thickness : 1);
        }
        file.putShort(70, (short) 4).putShort(72, (short) 16);
        file.putFloat(108, 352).putFloat(112, 1).put(123, (byte) 2);
        file.putShort(254, (short) 1);
        file.putFloat(280, 1).putFloat(300, 1).putFloat(320, thickness);
        file.put(344, "n+1\0".getBytes(StandardCharsets.US_ASCII));
        file.position(352);
        for (int head = 0; head < HEAD; head++) {
            for (int front = 0; front < BACK; front++) {
                for (int right = 0; right < LEFT; right++) {
                    file.putShort((short) value(LEFT - 1 - right, BACK - 1 - front, head));
                }
            }
        }
        return Files.write(folder.resolve("volume.nii"), file.array());
    }

    @Test
    void slicesAreWhatARadiologistSees() throws Exception {
        List<VolumePictures.Slice> slices = VolumePictures.read(volume(1));
        int[] counts = new int[3];
        int[] first = {1, 1, 1};
        for (VolumePictures.Slice slice : slices) {
            int index = first[slice.plane()] + counts[slice.plane()]++;
            GrayImage image = slice.image();
            for (int y = 0; y < image.height(); y++) {
                for (int x = 0; x < image.width(); x++) {
                    int expected = switch (slice.plane()) {
                        case 0 -> value(x, y, index);
                        case 1 -> value(x, index, HEAD - 1 - y);
                        default -> value(index, x, HEAD - 1 - y);
                    };
                    assertThat(image.pixel(x, y)).isEqualTo(expected);
                }
            }
        }
        assertThat(counts).containsExactly(12, 11, 9);
    }

    @Test
    void refusesVoxelsThatAreNoCubes() throws Exception {
        Path flat = volume(3);
        assertThatThrownBy(() -> VolumePictures.read(flat))
                .isInstanceOf(UnusableDataException.class)
                .hasMessageContaining("(expected: cubes)");
    }

    @Test
    void refusesAPictureAlone() {
        Path picture = Path.of("..", "sample-images", "png", "head-t1-coronal.png");
        assertThatThrownBy(() -> VolumePictures.read(picture))
                .isInstanceOf(UnusableDataException.class)
                .hasMessageContaining("not a volume");
    }
}
