package gazelle.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import gazelle.app.BundledModel;
import gazelle.app.CommandRun;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DicomWebOptionsTest {
    private static final String ADDRESS = "https://127.0.0.1:1/dicom-web";

    private static CommandRun.Outcome find(String... arguments) {
        List<String> all = new ArrayList<>(List.of("find"));
        all.addAll(List.of(arguments));
        return CommandRun.run(all.toArray(String[]::new));
    }

    @Test
    void refusesASecretThatOthersMayRead(@TempDir Path folder) throws Exception {
        assumeTrue(
                FileSystems.getDefault().supportedFileAttributeViews().contains("posix"),
                "this system keeps no POSIX permissions");
        Path secret = Files.writeString(folder.resolve("secret"), "hidden");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r--r--"));

        CommandRun.Outcome refused = find("--dicomweb", ADDRESS, "--dicomweb-secret", secret.toString());

        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.err()).contains("chmod 600").doesNotContain("hidden");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
        CommandRun.Outcome unreachable = find("--dicomweb", ADDRESS, "--dicomweb-secret", secret.toString());
        assertThat(unreachable.status()).isEqualTo(1);
        assertThat(unreachable.err()).contains("cannot be reached").doesNotContain("hidden");
        Files.writeString(secret, "\n");
        assertThat(find("--dicomweb", ADDRESS, "--dicomweb-secret", secret.toString())
                        .err())
                .contains("is empty");
    }

    @Test
    void asksForWhatTheCommandLineLacks() {
        assertThat(find().err()).contains("--dicomweb URL");
        assertThat(find("--dicomweb", "http://archive.example/").err())
                .contains("plain http reaches this computer only");
        assertThat(find("--dicomweb", ADDRESS, "--dicomweb-trust", "12").err()).contains("64 hexadecimal digits");
        assertThat(find("--dicomweb", ADDRESS, "1.2/3.4/5.6").err()).contains("expected: STUDY or STUDY/SERIES");
        assertThat(find("--dicomweb", ADDRESS, "--patient-id", "1", "1.2").err())
                .contains("leave PLACE out");
        assertThat(classify("--dicomweb", ADDRESS, "1.2").err()).contains("a whole study");
        assertThat(classify("--dicomweb", ADDRESS, "slice.dcm").err()).contains("digits and dots");
        assertThat(classify("--dicomweb-user", "a", "slice.dcm").err()).contains("belong to --dicomweb URL");
        assertThat(classify("--dicomweb", ADDRESS, "1.2").status()).isEqualTo(2);
    }

    private static CommandRun.Outcome classify(String... arguments) {
        List<String> all = new ArrayList<>(List.of(
                "classify", "--embedded", "--models", BundledModel.MODELS.toString(), "--model", "brain-tumour"));
        all.addAll(List.of(arguments));
        return CommandRun.run(all.toArray(String[]::new));
    }
}
