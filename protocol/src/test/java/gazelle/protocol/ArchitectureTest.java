package gazelle.protocol;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import gazelle.protocol.model.NetworkWeights;
import gazelle.protocol.step.ActivationKind;
import gazelle.protocol.step.PreparedLinear;
import gazelle.protocol.wire.Frame;
import gazelle.protocol.wire.FrameType;
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
    void stepsDoNoInputOrOutput() {
        noClasses()
                .that()
                .resideInAPackage("gazelle.protocol.step")
                .should()
                .dependOnClassesThat(JavaClass.Predicates.resideInAnyPackage(
                                "gazelle.protocol.wire..", "gazelle.protocol.transport..", "java.io..", "java.net..")
                        .and(not(belongToAnyOf(Frame.class, FrameType.class))))
                .because("the steps list their messages, and must not know what drives them")
                .check(CLASSES);
    }

    @Test
    void sessionAndCostKnowNoKindOfLayer() {
        noClasses()
                .that()
                .resideInAnyPackage("gazelle.protocol.session", "gazelle.protocol.cost")
                .and()
                // Weights exist for linear layers alone.
                .doNotHaveSimpleName("PreparedModel")
                .should()
                .dependOnClassesThat()
                .haveNameMatching("gazelle\\.protocol\\.step\\.(Linear|Local|Garbled(?!Activation)).*")
                .because("another kind of activation must fit without a change to them")
                .check(CLASSES);
    }

    /** The protection of a layer's values depends on its kind, and tests have one without any. */
    @Test
    void kindsOfActivationAreThoseOfTheSteps() {
        classes()
                .that()
                .areAssignableTo(ActivationKind.class)
                .and()
                .areNotInterfaces()
                .should()
                .resideInAPackage("gazelle.protocol.step")
                .because("a kind that opens shares must not ship")
                .check(CLASSES);
    }

    @Test
    void theClientNeverReadsWeights() {
        noClasses()
                .that()
                .haveNameMatching(
                        ".*\\.(GazelleClient|ClientInference|ClientParty|LinearClientHalf|GarbledClient)(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(NetworkWeights.class, PreparedLinear.class)
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
