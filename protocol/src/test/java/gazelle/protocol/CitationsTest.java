package gazelle.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sources of every module cite documents and sections that exist. */
class CitationsTest {
    /** The module's folder is the working directory of its tests. */
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static final Path PROTOCOL = ROOT.resolve("docs/protocol");

    /** Folders that hold no sources of the project. */
    private static final Set<String> SKIPPED = Set.of("target", ".git", "node_modules");

    private static final Pattern LINE_OF_A_COMMENT = Pattern.compile("\\s*\\R\\s*(?:\\*(?!/)|//)?\\s*");
    private static final Pattern DOCUMENT = Pattern.compile("docs/[A-Za-z0-9/_-]+(?:\\.md)?");
    private static final Pattern SECTIONS =
            Pattern.compile("([A-Za-z0-9/_-]+\\.md)[,:]? sections? ([0-9]+)(?:(?:,| and|, and| to) ([0-9]+))*");
    private static final Pattern NUMBER = Pattern.compile("[0-9]+");
    private static final Pattern HEADING = Pattern.compile("(?m)^##+ ([0-9]+)\\. ");

    private static List<Path> sources() throws IOException {
        List<Path> sources = new ArrayList<>();
        Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return SKIPPED.contains(String.valueOf(folder.getFileName()))
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (file.toString().endsWith(".java")) {
                    sources.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return sources;
    }

    /** Returns what a source cites and does not exist. */
    private static Set<String> dangling(String source) throws IOException {
        String text = LINE_OF_A_COMMENT.matcher(source).replaceAll(" ");
        Set<String> dangling = new TreeSet<>();
        Matcher document = DOCUMENT.matcher(text);
        while (document.find()) {
            if (!exists(document.group())) {
                dangling.add(document.group());
            }
        }
        Matcher cited = SECTIONS.matcher(text);
        while (cited.find()) {
            Path file = cited.group(1).startsWith("docs/")
                    ? ROOT.resolve(cited.group(1))
                    : PROTOCOL.resolve(cited.group(1));
            Matcher numbers =
                    NUMBER.matcher(cited.group().substring(cited.group(1).length()));
            while (numbers.find()) {
                if (!headings(file).contains(numbers.group())) {
                    dangling.add(cited.group(1) + " section " + numbers.group());
                }
            }
        }
        return dangling;
    }

    /** Decisions are cited by their number, other documents and folders by their whole name. */
    private static boolean exists(String document) throws IOException {
        Path path = ROOT.resolve(document);
        if (Files.exists(path)) {
            return true;
        }
        Path folder = path.getParent();
        if (folder == null || !Files.isDirectory(folder) || !folder.endsWith("adr")) {
            return false;
        }
        try (var decisions = Files.newDirectoryStream(folder, path.getFileName() + "-*.md")) {
            return decisions.iterator().hasNext();
        }
    }

    private static Set<String> headings(Path file) throws IOException {
        Set<String> numbers = new HashSet<>();
        if (Files.exists(file)) {
            Matcher heading = HEADING.matcher(Files.readString(file));
            while (heading.find()) {
                numbers.add(heading.group(1));
            }
        }
        return numbers;
    }

    @Test
    void noCitationDangles() throws IOException {
        List<Path> sources = sources();
        assertThat(sources).as("sources of all modules").hasSizeGreaterThan(300);
        Set<String> dangling = new TreeSet<>();
        for (Path source : sources) {
            // The examples below dangle on purpose.
            if (!source.endsWith("CitationsTest.java")) {
                for (String citation : dangling(Files.readString(source))) {
                    dangling.add(ROOT.relativize(source) + ": " + citation);
                }
            }
        }
        assertThat(dangling).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "(docs/protocol/messages.md section 99) | docs/protocol/messages.md section 99",
                "see protocol.md section 1 | protocol.md section 1",
                "README.md sections 1 and 98 | README.md section 98",
                "docs/protocol/nothing.md | docs/protocol/nothing.md",
                "by docs/adr/9999 | docs/adr/9999",
            })
    void whatDoesNotExistIsFound(String comment, String found) throws IOException {
        assertThat(dangling("/** " + comment + ". */")).containsExactly(found);
        assertThat(dangling("/**\n * " + comment.replace(" section", "\n     * section") + ".\n */"))
                .as("over two lines")
                .containsExactly(found);
    }

    @Test
    void whatExistsIsNot() throws IOException {
        assertThat(
                        dangling(
                                "// docs/protocol/messages.md section 2, README.md sections 1 and 2, docs/adr/0005, docs/protocol/messages.md"))
                .isEmpty();
    }
}
