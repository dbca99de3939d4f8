package gazelle.viewer.slice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import gazelle.viewer.slice.UnreadableImageException.Code;
import java.io.ByteArrayInputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LargeContentTest {
    @ParameterizedTest
    @CsvSource({"200000, 300000", "0, 300000", "-1, 300000", "9999999, 300000", "200000, 200000", "200001, 200001"})
    void readsAllWhateverSizeIsExpected(long expected, int limit) throws Exception {
        byte[] content = content(200_000);

        assertThat(LargeContent.read(new ByteArrayInputStream(content), expected, limit))
                .isEqualTo(content);
    }

    @ParameterizedTest
    @CsvSource({"200000, 100", "0, 100000", "70000, 65537", "5, 0"})
    void stopsAtTheLimit(long expected, int limit) throws Exception {
        byte[] content = content(200_000);

        assertThat(LargeContent.read(new ByteArrayInputStream(content), expected, limit))
                .isEqualTo(Arrays.copyOf(content, limit));
    }

    @Test
    void refusesWhatThereIsNoMemoryFor() {
        long beyond = Runtime.getRuntime().maxMemory() + 1;

        UnreadableImageException refusal =
                catchThrowableOfType(UnreadableImageException.class, () -> LargeContent.requireRoom(beyond));

        assertThat(refusal).hasMessageContaining("needs " + (beyond >> 20) + " MiB of memory at once");
        assertThat(refusal.code()).isEqualTo(Code.TOO_LARGE);
    }

    private static byte[] content(int size) {
        byte[] content = new byte[size];
        for (int i = 0; i < size; i++) {
            content[i] = (byte) ((i * 31) >> 3);
        }
        return content;
    }
}
