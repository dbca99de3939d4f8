package gazelle.crypto.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ConstantTimeCheckTest {
    private static final String CONSEQUENCE =
            " The image would show in how long things take, and everything would be slow. ";
    private static final String TRY_OUT = "; to try it out all the same, add --slow-and-not-constant-time.";
    private static final String OTHER_COMPUTER = "Use a computer that has them, with a usual Java";
    private static final String OTHER_OPTIONS = "Start the program without that option";

    private static Optional<String> refusal(Map<String, String> options) {
        return new ConstantTimeCheck(name -> Optional.ofNullable(options.get(name))).refusal("The image", false);
    }

    /** The options of a suitable runtime, some of them changed. */
    private static Map<String, String> usual(String... changes) {
        Map<String, String> options = new HashMap<>(Map.of(
                "UseAES", "true",
                "UseFMA", "true",
                "UseCompiler", "true",
                "TieredCompilation", "true",
                "TieredStopAtLevel", "4",
                "CompilationMode", "default"));
        for (int i = 0; i < changes.length; i += 2) {
            options.put(changes[i], changes[i + 1]);
        }
        return options;
    }

    @Test
    void passesWhereBothAreUsed() {
        assertThat(refusal(usual())).isEmpty();
        assertThat(refusal(Map.of("UseAES", "true", "UseFMA", "true")))
                .as("only what is known to be off is refused of the compilers")
                .isEmpty();
        assertThat(refusal(usual("TieredCompilation", "false", "TieredStopAtLevel", "1")))
                .as("C2 alone, whatever the limit of the tiers is")
                .isEmpty();
        assertThat(refusal(usual("CompilationMode", "high-only"))).isEmpty();
    }

    @Test
    void namesWhatIsNotUsed() {
        for (String unused : List.of("AES", "FMA", "AES and FMA")) {
            String[] changes = Arrays.stream(unused.split(" and "))
                    .flatMap(instructions -> Stream.of("Use" + instructions, "false"))
                    .toArray(String[]::new);
            assertThat(refusal(usual(changes)))
                    .hasValue("Java does not use " + unused
                            + " instructions here: this processor has none, or they were switched off." + CONSEQUENCE
                            + OTHER_COMPUTER + TRY_OUT);
        }
    }

    @Test
    void tellsToStartWithoutTheOptionThatSwitchedACompilerOff() {
        String lost = ", and with it the processor's AES instructions." + CONSEQUENCE + OTHER_OPTIONS + TRY_OUT;
        assertThat(refusal(usual("UseCompiler", "false", "TieredCompilation", "false")))
                .hasValue("Java's compiler is switched off (-Xint or -XX:-UseCompiler)" + lost);
        assertThat(refusal(usual("UseCompiler", "false", "TieredCompilation", "false", "TieredStopAtLevel", "0")))
                .hasValue("Java's compiler is switched off (-XX:TieredStopAtLevel=0)" + lost);
        for (String tier : List.of("1", "2", "3")) {
            assertThat(refusal(usual("TieredStopAtLevel", tier)))
                    .hasValue("Java's optimising compiler is switched off (-XX:TieredStopAtLevel=" + tier + ")" + lost);
        }
        assertThat(refusal(usual("CompilationMode", "quick-only")))
                .hasValue("Java's optimising compiler is switched off (-XX:CompilationMode=quick-only)" + lost);
    }

    @Test
    void refusesARuntimeThatDoesNotTell() {
        assertThat(refusal(Map.of()))
                .hasValue(
                        "This Java runtime does not tell whether it uses AES and FMA instructions; one that is built on "
                                + "HotSpot, as most are, does." + CONSEQUENCE + "Use such a Java" + TRY_OUT);
        assertThat(refusal(Map.of("UseAES", "true"))).get().asString().contains("uses FMA instructions;");
    }

    @Test
    void refusesNothingThatTheUserAllowed() {
        assertThat(new ConstantTimeCheck(_ -> Optional.empty()).refusal("The image", true))
                .isEmpty();
    }

    @Test
    @Timeout(120)
    void seesWhatAVirtualMachineDoes() throws Exception {
        assertThat(inAVirtualMachineWith("-XX:-UseFMA")).contains("use FMA instructions");
        assertThat(inAVirtualMachineWith("-XX:-UseAES")).contains("use AES instructions");
        assertThat(inAVirtualMachineWith("-Xint")).contains("compiler is switched off (-Xint");
        assertThat(inAVirtualMachineWith("-XX:TieredStopAtLevel=0"))
                .contains("compiler is switched off (-XX:TieredStopAtLevel=0)");
        assertThat(inAVirtualMachineWith("-XX:TieredStopAtLevel=1"))
                .contains("optimising compiler is switched off (-XX:TieredStopAtLevel=1)");
        assertThat(inAVirtualMachineWith("-XX:CompilationMode=quick-only"))
                .contains("optimising compiler is switched off (-XX:CompilationMode=quick-only)");
        assertThat(inAVirtualMachineWith("-XX:-TieredCompilation")).doesNotContain("compiler is switched off");
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

    /** Prints the refusal of the runtime. */
    static final class Report {
        private Report() {}

        public static void main(String[] arguments) {
            System.out.println(ConstantTimeCheck.ofThisRuntime()
                    .refusal("The image", false)
                    .orElse("nothing"));
        }
    }
}
