package gazelle.app.service;

import gazelle.protocol.transport.tls.KeyFingerprint;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Another window of the program as far as the list of trusted servers goes: a process that trusts servers and tells how that went. */
final class TrustingProcess {
    private TrustingProcess() {}

    /** Arguments: the file, the first port, how many. */
    public static void main(String[] arguments) throws SettingsException {
        TrustedServers servers = new TrustedServers(Path.of(arguments[0]));
        int first = Integer.parseInt(arguments[1]);
        for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
            try {
                servers.trust(new ServerAddress("mri.example", first + i), new KeyFingerprint("ab".repeat(32)));
            } catch (SettingsException unwritable) {
                System.out.println(unwritable.getMessage());
                return;
            }
        }
        System.out.println("kept");
    }

    /** Starts one; {@code shell} begins a shell command line that ends in the program, such as a limit. */
    static Process start(String shell, Path file, int first, int count) throws Exception {
        List<String> command = new ArrayList<>(List.of("sh", "-c", shell + "exec \"$@\"", "sh"));
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path"),
                TrustingProcess.class.getName(),
                file.toString(),
                Integer.toString(first),
                Integer.toString(count)));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    /** Returns its last output. */
    static String outcome(Process process) throws Exception {
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said.strip();
    }
}
