package gazelle.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The version number stands once: in the parent's pom, as the property {@code revision}. */
class OneVersionTest {
    private static String revision() throws IOException {
        Matcher revision =
                Pattern.compile("<revision>([^<]+)</revision>").matcher(Files.readString(Path.of("../pom.xml")));
        assertThat(revision.find()).as("the parent's pom has a revision").isTrue();
        return revision.group(1);
    }

    @Test
    void thePomTakesItFromTheParent() throws IOException {
        assertThat(Files.readString(Path.of("pom.xml")))
                .contains("<version>${revision}</version>")
                .doesNotContain("<version>" + revision() + "</version>");
    }

    @Test
    void noSourceRepeatsIt() throws IOException {
        Pattern literal =
                Pattern.compile("\"[^\"\\n]*(?<![0-9.])" + Pattern.quote(revision()) + "(?![0-9.])[^\"\\n]*\"");
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".java")).toList()) {
                assertThat(literal.matcher(Files.readString(file)).find())
                        .as("%s repeats the version", file)
                        .isFalse();
            }
        }
    }
}
