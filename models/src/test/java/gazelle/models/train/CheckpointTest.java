package gazelle.models.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gazelle.models.data.UnusableDataException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void readsBackWhatItWroteAndReplacesAnOlderOne() throws Exception {
        Path file = folder.resolve("checkpoint.bin");
        new Checkpoint("toy", 1, "", 9, 1, List.of(new float[] {1})).write(file);
        new Checkpoint("toy", -7, "3", 9, 2, List.of(new float[] {1.5f, -2}, new float[0])).write(file);
        Checkpoint read = Checkpoint.read(file);
        assertThat(read.network()).isEqualTo("toy");
        assertThat(read.seed()).isEqualTo(-7);
        assertThat(read.fold()).isEqualTo("3");
        assertThat(read.epochs()).isEqualTo(9);
        assertThat(read.done()).isEqualTo(2);
        assertThat(read.arrays()).containsExactly(new float[] {1.5f, -2}, new float[0]);
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void refusesEveryTruncationAndForeignFiles() throws Exception {
        Path file = folder.resolve("checkpoint.bin");
        new Checkpoint("toy", 1, "", 9, 1, List.of(new float[] {1, 2, 3})).write(file);
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> Checkpoint.read(file)).isInstanceOf(UnusableDataException.class);
        }
        Files.writeString(file, "something else entirely");
        assertThatThrownBy(() -> Checkpoint.read(file)).hasMessageContaining("not a checkpoint");
        assertThatThrownBy(() -> Checkpoint.read(folder.resolve("none"))).hasMessageContaining("nothing to resume");
    }
}
