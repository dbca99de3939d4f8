package gazelle.app.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GazelleHomeTest {
    @TempDir
    Path folder;

    @Test
    void takesTheFolderThatTheStartScriptNames() {
        String before = System.getProperty(GazelleHome.PROPERTY);
        System.setProperty(GazelleHome.PROPERTY, folder.toString());
        try {
            assertThat(GazelleHome.find().models()).isEqualTo(folder.resolve("models"));
        } finally {
            if (before == null) {
                System.clearProperty(GazelleHome.PROPERTY);
            } else {
                System.setProperty(GazelleHome.PROPERTY, before);
            }
        }
    }

    @Test
    void offersSlicesInOrderAndNothingElse() throws Exception {
        GazelleHome home = new GazelleHome(folder);
        assertThat(home.samples()).isEmpty();
        Path samples = Files.createDirectory(folder.resolve("samples"));
        for (String name : new String[] {"b.png", "LICENSE.txt", "a.dcm"}) {
            Files.writeString(samples.resolve(name), "x");
        }
        assertThat(home.samples()).containsExactly(samples.resolve("a.dcm"), samples.resolve("b.png"));
    }
}
