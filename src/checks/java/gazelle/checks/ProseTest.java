package gazelle.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Javadocs open with a noun phrase or a verb ("Returns ..."), never with a bare question clause. */
class ProseTest {
    private static final Pattern QUESTION =
            Pattern.compile("/\\*\\*\\s+(?:\\*\\s+)?((?:What|How|Whether|Where|Which|Who)\\b[^\\n]*)");

    private static List<String> questionsIn(String file, String source) {
        return QUESTION.matcher(source)
                .results()
                .map(found ->
                        file + ":" + source.substring(0, found.start(1)).lines().count() + ": " + found.group(1))
                .toList();
    }

    @Test
    void noJavadocOpensWithAQuestionClause() throws IOException {
        List<String> questions = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".java")).toList()) {
                questions.addAll(questionsIn(file.toString(), Files.readString(file)));
            }
        }
        assertThat(questions).isEmpty();
    }

    @Test
    void namesThePlaceOfAQuestion() {
        assertThat(questionsIn("A.java", "class A {\n    /** How many. */\n    int n;\n}"))
                .containsExactly("A.java:2: How many. */");
        assertThat(questionsIn("A.java", "/**\n * What it is.\n */")).containsExactly("A.java:2: What it is.");
        assertThat(questionsIn("A.java", "/** Returns how many. */ /** Whatever. */"))
                .isEmpty();
    }
}
