package gazelle.viewer.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import gazelle.viewer.series.SliceReader;
import gazelle.viewer.slice.SliceFile;
import gazelle.viewer.slice.UnreadableImageException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** FreeSurfer's volumes of 2 x 1 x 1 voxels, 1 and 2. */
class MghTest {
    @ParameterizedTest
    @CsvSource({"0, 1", "1, 4", "3, 4", "4, 2", "10, 2"})
    void readsEachType(int type, int size) throws UnreadableImageException {
        ByteBuffer file = volume(type, 2 * size);
        for (int i = 0; i < 2; i++) {
            switch (type) {
                case 0 -> file.put(284 + i, (byte) (i + 1));
                case 1 -> file.putInt(284 + 4 * i, i + 1);
                case 3 -> file.putFloat(284 + 4 * i, i + 1);
                default -> file.putShort(284 + 2 * i, (short) (i + 1));
            }
        }

        assertThat(SliceReader.read(FileBytes.of(file)).image().pixels()).containsExactly(1, 2);
    }

    /** The directions are FreeSurfer's own then: to the left, to the feet, to the front, as nibabel does. */
    @Test
    void withoutDirectionsItDoesNotSayHowThePatientLies() throws UnreadableImageException {
        ByteBuffer file =
                volume(0, 2).putShort(28, (short) 0).put(284, (byte) 1).put(285, (byte) 2);

        SliceFile slice = SliceReader.read(FileBytes.of(file));

        assertThat(slice.image().pixels()).containsExactly(1, 2);
        assertThat(slice.info().geometry()).isNull();
        assertThat(slice.info().notes()).anyMatch(note -> note.contains("left and right may be exchanged"));
    }

    @ParameterizedTest
    @CsvSource({
        "2, whole numbers whose length depends on the computer",
        "5, single bits",
        "6, tensors",
        "7, complex numbers",
        "8, complex numbers",
        "9, colours"
    })
    void refusesOtherTypesByName(int type, String name) {
        assertRefused(volume(type, 64), "stores its voxels as " + name);
    }

    @Test
    void refusesWhatIsCutOffOrTooLarge() {
        assertRefused(volume(3, 7), "ends too early");
        assertRefused(volume(3, 8).putInt(16, 1 << 30), "more than 65536 slices");
    }

    private static void assertRefused(ByteBuffer file, String message) {
        UnreadableImageException refusal =
                catchThrowableOfType(UnreadableImageException.class, () -> SliceReader.read(FileBytes.of(file)));
        assertThat(refusal).isNotNull().hasMessageContaining(message);
    }

    private static ByteBuffer volume(int type, int bytes) {
        ByteBuffer file = ByteBuffer.allocate(284 + bytes);
        file.putInt(0, 1).putInt(4, 2).putInt(8, 1).putInt(12, 1).putInt(16, 1).putInt(20, type);
        file.putShort(28, (short) 1).putFloat(30, 1).putFloat(34, 1).putFloat(38, 1);
        return file.putFloat(42, -1).putFloat(62, -1).putFloat(70, 1);
    }
}
