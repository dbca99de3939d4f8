package gazelle.installer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every distribution brings this project's licence, the names of the libraries in it with theirs, and the texts that they bring. */
class LicencesIT {
    /** The end of a line of the list: (group:artifact:version - address). */
    private static final Pattern LIBRARY = Pattern.compile("\\([\\w.-]+:([\\w.-]+):([\\w.-]+) - [^)]*\\)");

    private static final Pattern TEXT = Pattern.compile("(META-INF/)?(LICENSE|NOTICE)[^/]*");

    private static Path distribution(String name) {
        return Path.of("..", name).toAbsolutePath().normalize();
    }

    private static List<Path> jars(Path distribution) throws IOException {
        try (Stream<Path> files = Files.list(distribution.resolve("lib"))) {
            return files.filter(file -> file.toString().endsWith(".jar")).toList();
        }
    }

    /** The jars that others made. */
    private static List<Path> libraries(Path distribution) throws IOException {
        return jars(distribution).stream()
                .filter(jar -> !jar.getFileName().toString().startsWith("gazelle-"))
                .toList();
    }

    /** A jar's name is its library's, or that with a classifier for a system. */
    private static boolean isOf(String library, Path jar) {
        String name = jar.getFileName().toString();
        return name.equals(library + ".jar") || name.startsWith(library + "-");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "app/target/gazelle",
                "server/target/gazelle-server",
                "models/target/gazelle-models",
                "benchmarks/target/gazelle-bench"
            })
    void namesTheLicenceOfEveryLibrary(String name) throws IOException {
        Path distribution = distribution(name);
        assertThat(distribution.resolve("LICENSE")).hasSameTextualContentAs(Path.of("../LICENSE"));
        List<String> listed = LIBRARY.matcher(Files.readString(distribution.resolve("licences/THIRD-PARTY.txt")))
                .results()
                .map((MatchResult line) -> line.group(1) + "-" + line.group(2))
                .toList();
        List<Path> present = jars(distribution);
        assertThat(libraries(distribution))
                .isNotEmpty()
                .allSatisfy(jar -> assertThat(listed).anyMatch(library -> isOf(library, jar)));
        assertThat(listed).allSatisfy(library -> assertThat(present).anyMatch(jar -> isOf(library, jar)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "app/target/gazelle",
                "server/target/gazelle-server",
                "models/target/gazelle-models",
                "benchmarks/target/gazelle-bench"
            })
    void bringsTheTextsThatLibrariesBring(String name) throws IOException {
        Path licences = distribution(name).resolve("licences");
        int texts = 0;
        for (Path jar : libraries(distribution(name))) {
            String library = jar.getFileName().toString().replace(".jar", "-jar");
            try (ZipFile content = new ZipFile(jar.toFile())) {
                Enumeration<? extends ZipEntry> entries = content.entries();
                while (entries.hasMoreElements()) {
                    ZipEntry entry = entries.nextElement();
                    if (TEXT.matcher(entry.getName()).matches()) {
                        try (InputStream text = content.getInputStream(entry)) {
                            assertThat(licences.resolve(library).resolve(entry.getName()))
                                    .hasBinaryContent(text.readAllBytes());
                        }
                        texts++;
                    }
                }
            }
        }
        assertThat(texts).isPositive();
    }
}
