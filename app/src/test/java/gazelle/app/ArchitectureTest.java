package gazelle.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses APP = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("gazelle.app");

    @Test
    void javaFxLivesInTheDesktopOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage("gazelle.app.desktop..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("javafx..", "org.controlsfx..", "gazelle.viewer.fx..")
                .because("the command line must run where there is no screen")
                .check(APP);
    }

    @Test
    void viewModelsHoldNoNodes() {
        noClasses()
                .that()
                .resideInAPackage("gazelle.app.desktop.viewmodel..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "javafx.scene..",
                        "javafx.stage..",
                        "javafx.application..",
                        "org.controlsfx..",
                        "gazelle.viewer.fx..",
                        "gazelle.app.desktop")
                .because("what the desktop does is tested without a window")
                .check(APP);
    }

    @Test
    void dialogsAreShownThroughTheirServiceOnly() {
        noClasses()
                .that()
                .resideInAPackage("gazelle.app.desktop")
                .and()
                .haveSimpleNameNotEndingWith("Window")
                .and()
                .doNotHaveSimpleName("StageDialogs")
                .should()
                .dependOnClassesThat()
                .haveSimpleNameEndingWith("Chooser")
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching("gazelle\\.app\\.desktop\\.(Connect|Consent|TrustedServers)Window")
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching("javafx\\.scene\\.control\\.(Alert|Dialog|ChoiceDialog|TextInputDialog)")
                .because("tests answer dialogs for people by a fake service")
                .check(APP);
    }

    @Test
    void recordsKnowNoFrontEnd() {
        noClasses()
                .that()
                .resideInAPackage("gazelle.app.record..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("gazelle.app.command..", "gazelle.app.desktop..", "javafx..", "picocli..")
                .because("JSON lines, history, reports and DICOM results are all made from them")
                .check(APP);
    }

    @Test
    void clientSeesNoServerProgramNoOwnersToolAndNoWeights() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("gazelle.server..", "gazelle.models..")
                .orShould()
                .dependOnClassesThat()
                .haveSimpleName("NetworkWeights")
                .orShould()
                .dependOnClassesThat()
                .haveSimpleName("CompiledModel")
                .because("the clinician's program holds no model: only the host inside it may load one")
                .check(APP);
    }

    @Test
    void sharedServicesKnowNoFrontEnd() {
        noClasses()
                .that()
                .resideInAPackage("gazelle.app.service..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("gazelle.app.command..", "gazelle.app.desktop..", "picocli..")
                .because("both front ends build on them")
                .check(APP);
        slices().matching("gazelle.app.(**)").should().beFreeOfCycles().check(APP);
    }
}
