package gazelle.crypto.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ConstantTimeCheckTest {
    private static Optional<String> shortcoming(Map<String, String> options) {
        return new ConstantTimeCheck(name -> Optional.ofNullable(options.get(name))).shortcoming();
    }

    @Test
    void passesWhereBothAreUsed() {
        assertThat(shortcoming(Map.of("UseAES", "true", "UseFMA", "true", "UseCompiler", "true")))
                .isEmpty();
    }

    @Test
    void namesWhatIsNotUsed() {
        assertThat(shortcoming(Map.of("UseAES", "false", "UseFMA", "true")))
                .hasValue(
                        "Java does not use AES instructions here: this processor has none, or they were switched off.");
        assertThat(shortcoming(Map.of("UseAES", "true", "UseFMA", "false")))
                .hasValue(
                        "Java does not use FMA instructions here: this processor has none, or they were switched off.");
        assertThat(shortcoming(Map.of("UseAES", "false", "UseFMA", "false")))
                .hasValue(
                        "Java does not use AES and FMA instructions here: this processor has none, or they were switched off.");
        assertThat(shortcoming(Map.of("UseAES", "true", "UseFMA", "true", "UseCompiler", "false")))
                .hasValue("Java's compiler is switched off (-Xint), and with it the processor's AES instructions.");
    }

    @Test
    void refusesARuntimeThatDoesNotTell() {
        assertThat(shortcoming(Map.of()))
                .hasValue(
                        "This Java runtime does not tell whether it uses AES and FMA instructions; one that is built on "
                                + "HotSpot, as most are, does.");
        assertThat(shortcoming(Map.of("UseAES", "true"))).get().asString().contains("uses FMA instructions;");
    }

    @Test
    @Timeout(60)
    void seesWhatAVirtualMachineDoes() throws Exception {
        assertThat(inAVirtualMachineWith("-XX:-UseFMA")).contains("use FMA instructions");
        assertThat(inAVirtualMachineWith("-XX:-UseAES")).contains("use AES instructions");
        assertThat(inAVirtualMachineWith("-Xint")).contains("compiler is switched off");
    }

    private static String inAVirtualMachineWith(String option) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                option,
                "-cp",
                System.getProperty("java.class.path"),
                Report.class.getName()));
        Process process = new ProcessBuilder(command).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return said;
    }

    /** Prints what the runtime lacks. */
    static final class Report {
        private Report() {}

        public static void main(String[] arguments) {
            System.out.println(ConstantTimeCheck.ofThisRuntime().shortcoming().orElse("nothing"));
        }
    }
}
