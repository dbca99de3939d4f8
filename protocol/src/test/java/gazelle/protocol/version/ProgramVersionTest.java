package gazelle.protocol.version;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ProgramVersionTest {
    @Test
    void isTheOneOfTheBuild() throws IOException {
        assertThat(ProgramVersion.text()).matches("\\d+\\.\\d+\\.\\d+(-\\w+)?");
        assertThat(Files.readString(Path.of("../pom.xml")))
                .contains("<revision>" + ProgramVersion.text() + "</revision>");
    }
}
