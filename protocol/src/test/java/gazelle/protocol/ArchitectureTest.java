package gazelle.protocol;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import gazelle.protocol.model.NetworkWeights;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("gazelle.protocol");

    @Test
    void packagesHaveNoCycles() {
        slices().matching("gazelle.protocol.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void onlyTheNettyTransportKnowsNetty() {
        noClasses()
                .that()
                .resideOutsideOfPackage("gazelle.protocol.transport.netty")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty..")
                .because("every other package must run over any link")
                .check(CLASSES);
    }

    @Test
    void layerStepsDoNoInputOrOutput() {
        noClasses()
                .that()
                .resideInAPackage("gazelle.protocol.layer")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "gazelle.protocol.wire..", "gazelle.protocol.transport..", "java.io..", "java.net..")
                .because("the steps must not know which schedule drives them")
                .check(CLASSES);
    }

    @Test
    void theClientNeverReadsWeights() {
        noClasses()
                .that()
                .haveNameMatching(".*\\.(GazelleClient|ClientInference|GarbledClient)(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(NetworkWeights.class)
                .because("weights exist on the server only")
                .check(CLASSES);
    }

    @Test
    void randomnessAndTimeAreInjected() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.Random")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.concurrent.ThreadLocalRandom")
                .orShould()
                .callConstructor(java.security.SecureRandom.class)
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .because("tests must be able to choose both, and no default may be weak")
                .check(CLASSES);
    }

    @Test
    void nothingPrints() {
        noClasses()
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .because("a library logs, and only front ends print")
                .check(CLASSES);
    }

    @Test
    void everyPackageIsNullMarked() {
        classes()
                .that()
                .haveSimpleName("package-info")
                .should()
                .beAnnotatedWith(org.jspecify.annotations.NullMarked.class)
                .check(CLASSES);
    }
}
