package gazelle.checks;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Compares the list after "Imports:" in each package-info of this module with the packages that its compiled classes use. */
class DeclaredImportsTest {
    private static final Path SOURCES = Path.of("src/main/java");
    private static final JavaClasses CLASSES = new ClassFileImporter().importPath(Path.of("target/classes"));

    /** Every class may use these: the language's own packages, and the marks of null values. */
    private static boolean goesWithoutSaying(String packageName) {
        return packageName.startsWith("org.jspecify.")
                || ModuleLayer.boot()
                        .findModule("java.base")
                        .orElseThrow()
                        .getPackages()
                        .contains(packageName);
    }

    private static List<Path> packages() throws IOException {
        if (Files.notExists(SOURCES)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".java"))
                    .map(Path::getParent)
                    .filter(folder -> !folder.equals(SOURCES))
                    .distinct()
                    .sorted()
                    .toList();
        }
    }

    @TestFactory
    Stream<DynamicTest> everyPackageImportsWhatItDeclares() throws IOException {
        return packages().stream().map(folder -> {
            String name =
                    SOURCES.relativize(folder).toString().replace('\\', '/').replace('/', '.');
            return DynamicTest.dynamicTest(name, () -> {
                String source = Files.readString(folder.resolve("package-info.java"));
                assertThat(Imports.complaints(name, source, imported(name))).isEmpty();
            });
        });
    }

    private static Set<String> imported(String packageName) {
        List<JavaClass> classes = CLASSES.stream()
                .filter(type -> type.getPackageName().equals(packageName))
                .toList();
        assertThat(classes).as("classes of %s", packageName).isNotEmpty();
        Set<String> imported = new TreeSet<>();
        for (JavaClass type : classes) {
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                JavaClass target = dependency.getTargetClass().getBaseComponentType();
                if (!target.isPrimitive() && !goesWithoutSaying(target.getPackageName())) {
                    imported.add(target.getPackageName());
                }
            }
        }
        imported.remove(packageName);
        return imported;
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("gazelle.*.(**)")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void anUndeclaredAndAnUnusedImportAreBothNamed() {
        String source = """
                /**
                 * A package.
                 *
                 * <p>Imports: {@code gazelle.a}, {@code
                 * gazelle.b.c} and {@code io.netty}. More is said after it, of {@code gazelle.d}.
                 */
                package gazelle.sample;
                """;
        assertThat(Imports.declaredIn(source)).contains(Set.of("gazelle.a", "gazelle.b.c", "io.netty"));
        assertThat(Imports.complaints("p", source, Set.of("gazelle.a", "gazelle.b.c", "io.netty.buffer")))
                .isEmpty();
        assertThat(Imports.complaints("p", source, new TreeSet<>(Set.of("gazelle.a.inner", "gazelle.b.c", "io.netty"))))
                .containsExactly(
                        "p imports gazelle.a.inner, which its package-info does not list after \"Imports:\"",
                        "p lists gazelle.a after \"Imports:\" and imports nothing of it");
    }

    @Test
    void aPackageWithoutTheListIsToldTheLine() {
        assertThat(Imports.declaredIn("/** A package.\n *\n * <p>Imports: nothing.\n */"))
                .contains(Set.of());
        assertThat(Imports.complaints("p", "/** A package. */", Set.of("io.netty")))
                .containsExactly(
                        "p has no list of imports in its package-info (expected: <p>Imports: {@code io.netty}.)");
        assertThat(Imports.complaints("p", "/** <p>Imports: a few. */", Set.of()))
                .containsExactly("p has no list of imports in its package-info (expected: <p>Imports: nothing.)");
    }
}
