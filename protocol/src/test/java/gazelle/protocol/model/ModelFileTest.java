package gazelle.protocol.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gazelle.protocol.SmallModels;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "pipes, devices and permissions as POSIX has them")
@Timeout(20)
class ModelFileTest {
    @TempDir
    Path folder;

    @BeforeEach
    void writeAModel() throws Exception {
        ModelFolder.write(folder, SmallModels.label());
    }

    private void requireRefusal(String message) {
        assertThatThrownBy(() -> ModelFolder.read(folder))
                .isInstanceOf(ModelFormatException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"card.json", "network.json", "weights.bin"})
    void refusesPipesDevicesAndFoldersWithoutOpeningThem(String name) throws Exception {
        Path file = folder.resolve(name);
        String message =
                name + ": is a folder, a pipe or a device (expected: a file, or a link to one). Put the model's own "
                        + "file there";
        Files.delete(file);
        assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor())
                .isZero();
        requireRefusal(message);
        Files.delete(file);
        Files.createSymbolicLink(file, Path.of("/dev/zero"));
        requireRefusal(message);
        Files.delete(file);
        Files.createDirectory(file);
        requireRefusal(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"card.json", "network.json", "weights.bin"})
    void refusesLinksThatLeadNowhereAndFollowsOthers(String name) throws Exception {
        Path file = folder.resolve(name);
        Path moved = Files.move(file, folder.resolve("moved"));
        Files.createSymbolicLink(file, moved);
        assertThat(ModelFolder.read(folder).card().name())
                .isEqualTo(SmallModels.label().card().name());
        String message = name + ": is a link that leads to no file. Put the model's own file there, or mend the link";
        Files.delete(moved);
        requireRefusal(message);
        Files.createSymbolicLink(moved, file);
        requireRefusal(message);
        Files.delete(file);
        assertThatThrownBy(() -> ModelFolder.read(folder)).isInstanceOf(NoSuchFileException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"card.json", "network.json", "weights.bin"})
    void refusesFilesThatEveryoneMayWrite(String name) throws Exception {
        Path file = folder.resolve(name);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--rw-"));
        requireRefusal(name + ": every user of this computer may change it. If nobody can have done so, run chmod go-w "
                + file + "; else restore it first");
    }

    @Test
    void acceptsGroupWritableFilesOfTheOwnersPrivateGroupAlone() {
        Path file = Path.of("models/tiny/weights.bin");
        var groupWritable = PosixFilePermissions.fromString("rw-rw-r--");
        assertThatCode(() -> ModelFile.requireOwnersAlone(file, groupWritable, "ada", "ada"))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> ModelFile.requireOwnersAlone(file, groupWritable, "ada", "staff"))
                .isInstanceOf(ModelFormatException.class)
                .hasMessage("weights.bin: the group staff may change it. If nobody can have done so, run chmod go-w "
                        + file + "; else restore it first");
        var ownersOnly = PosixFilePermissions.fromString("rw-r--r--");
        assertThatCode(() -> ModelFile.requireOwnersAlone(file, ownersOnly, "ada", "staff"))
                .doesNotThrowAnyException();
    }

    @Test
    void writesFilesThatItReads() throws Exception {
        Path weights = folder.resolve("weights.bin");
        Files.setPosixFilePermissions(weights, PosixFilePermissions.fromString("rw-rw-rw-"));
        ModelFolder.write(folder, SmallModels.label());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(weights)))
                .isEqualTo("rw-r--r--");
        assertThat(ModelFolder.read(folder).weights().byLayer()).hasSize(2);
    }
}
